package io.deviceregistry.device.claim;

/**
 * Fired when a request to claim a device has been answered, even if it failed before the device was read.
 *
 * @param status of the response
 */
public record ClaimAttempted(int status) {
}
