package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import io.deviceregistry.device.Device;
import io.deviceregistry.identity.DeviceId;

/**
 * The device that makes the present request, as it was read to check its token. It saves one read of a device that reads itself,
 * as agents do every few seconds.
 */
@RequestScoped
class CallingDevice {

    private Device device;

    void set(Device device) {
        this.device = device;
    }

    /** The device, if it has this id. Only the first call returns it: a later one wants to see what has changed. */
    Optional<Device> take(DeviceId id) {
        Optional<Device> taken = Optional.ofNullable(device).filter(found -> found.id().equals(id));
        device = null;
        return taken;
    }
}
