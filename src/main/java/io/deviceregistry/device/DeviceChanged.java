package io.deviceregistry.device;

import java.util.Optional;

/**
 * Fired when the database has acknowledged a change of a device, on the thread of the request: observers must be quick.
 *
 * @param device the device after the change; do not publish it as it is, because it contains the hash of its secret
 * @param requestId of the request that made the change; empty for a background job
 */
public record DeviceChanged(Device device, DeviceChange change, Optional<String> requestId) {
}
