package io.deviceregistry.device;

import java.util.Optional;

/**
 * Fired when the database has acknowledged a change of a device, on the thread that made it: observers must be quick.
 *
 * @param device after the change; it holds what must not be published, such as the hash of its secret
 * @param requestId of the request that made the change; empty in the background
 */
public record DeviceChanged(Device device, DeviceChange change, Optional<String> requestId) {
}
