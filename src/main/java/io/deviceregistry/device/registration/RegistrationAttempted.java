package io.deviceregistry.device.registration;

/**
 * Fired when a request to register a device has been answered, even if it failed early.
 *
 * @param status of the response
 */
public record RegistrationAttempted(RegistrationKind kind, int status) {
}
