package io.deviceregistry.device.claim;

/**
 * Fired when an attempt to claim a device has been answered, also when the request failed before the device was looked at.
 *
 * @param status of the answer
 */
public record ClaimAttempted(int status) {
}
