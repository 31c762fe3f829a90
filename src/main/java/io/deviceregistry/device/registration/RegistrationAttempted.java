package io.deviceregistry.device.registration;

/**
 * Fired when an attempt to register a device has been answered, also when the request failed before the device was looked at.
 *
 * @param status of the answer
 */
public record RegistrationAttempted(RegistrationKind kind, int status) {
}
