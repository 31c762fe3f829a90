package io.deviceregistry.auth;

import java.time.Instant;
import java.util.Optional;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;

/**
 * Fired when a device has been deleted for good, or when its owner has given it up: what an owner has said about its credentials
 * no longer counts.
 *
 * @param owner the former owner; empty for all owners
 * @param before only what was said until then is meant, because the device may be claimed again at once
 */
public record DeviceReleased(DeviceId device, Optional<Prn> owner, Instant before) {
}
