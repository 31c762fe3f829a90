package io.deviceregistry.device.read;

import io.deviceregistry.device.Device;
import io.deviceregistry.identity.Caller;

/** The relation of a caller to a device, which determines what the caller sees. */
public enum DeviceRelation {

    /** Its owner, or an administrator acting as one. */
    OWNER,
    /** The device itself. */
    DEVICE,
    /** Anybody else, who sees a public device without its metas. */
    STRANGER,
    /** May not know that the device exists. */
    NOBODY;

    static DeviceRelation of(Device device, Caller caller) {
        if (caller.isDevice(device.id())) {
            return device.garbage() ? NOBODY : DEVICE;
        }
        if (caller.asAdmin() || caller.prn().equals(device.owner())) {
            return OWNER;
        }
        return device.isPublic() && !device.garbage() && device.owner() != null ? STRANGER : NOBODY;
    }
}
