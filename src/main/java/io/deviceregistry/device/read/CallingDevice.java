package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import io.deviceregistry.device.Device;
import io.deviceregistry.identity.DeviceId;

/**
 * The device that makes the present request, as it was read to check its token. The first that needs it takes
 * it from here in place of reading it again: agents ask for themselves every few seconds.
 */
@RequestScoped
class CallingDevice {

    private Device device;

    void set(Device device) {
        this.device = device;
    }

    /** The device, if it has this id. Once: who looks again wants to see what has changed. */
    Optional<Device> take(DeviceId id) {
        Optional<Device> taken = Optional.ofNullable(device).filter(found -> found.id().equals(id));
        device = null;
        return taken;
    }
}
