package io.deviceregistry.device.read;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.problem.ProblemException;

/** A device and the relation of the caller to it. */
public record DeviceAccess(Device device, DeviceRelation viewer) {

    /** @throws ProblemException forbidden, unless the caller owns it */
    public void requireOwner() {
        if (viewer != DeviceRelation.OWNER) {
            throw ProblemException.forbidden("Only the owner of the device may do this");
        }
    }

    /** @throws ProblemException forbidden to a stranger */
    public void requireMetaAccess() {
        if (viewer == DeviceRelation.STRANGER) {
            throw ProblemException.forbidden("Only the owner and the device itself may read its metas");
        }
    }

    /**
     * The part of the device that the caller writes.
     *
     * @throws ProblemException forbidden to a stranger
     */
    public MetaPart ownPart() {
        if (viewer == DeviceRelation.STRANGER) {
            throw ProblemException.forbidden("Only the owner and the device itself may change it");
        }
        return viewer == DeviceRelation.DEVICE ? MetaPart.DEVICE : MetaPart.USER;
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own */
    public void requireReplacing(MetaPart part) {
        if (viewer != (part == MetaPart.USER ? DeviceRelation.OWNER : DeviceRelation.DEVICE)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER ? "owner" : "device itself")
                    + " may replace its " + part.member());
        }
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own, or the caller is the device itself */
    public void requireMerging(MetaPart part) {
        if (viewer != DeviceRelation.DEVICE && !(viewer == DeviceRelation.OWNER && part == MetaPart.USER)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER
                    ? "owner and the device itself may change"
                    : "device itself may change") + " its " + part.member());
        }
    }
}
