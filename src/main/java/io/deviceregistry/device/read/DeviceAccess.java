package io.deviceregistry.device.read;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.problem.ProblemException;

/** A device and what the caller is to it. */
public record DeviceAccess(Device device, DeviceRelation viewer) {

    /** @throws ProblemException forbidden, unless the caller owns it */
    public void requireOwner() {
        if (viewer != DeviceRelation.OWNER) {
            throw ProblemException.forbidden("Only its owner may do this");
        }
    }

    /** @throws ProblemException forbidden to a stranger */
    public void requireMetaAccess() {
        if (viewer == DeviceRelation.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself see its metas");
        }
    }

    /**
     * The part of the device that the caller writes.
     *
     * @throws ProblemException forbidden to a stranger
     */
    public MetaPart ownPart() {
        if (viewer == DeviceRelation.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself may change it");
        }
        return viewer == DeviceRelation.DEVICE ? MetaPart.DEVICE : MetaPart.USER;
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own */
    public void requireReplacing(MetaPart part) {
        if (viewer != (part == MetaPart.USER ? DeviceRelation.OWNER : DeviceRelation.DEVICE)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER ? "owner" : "device itself")
                    + " replaces its " + part.member());
        }
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own, or the caller is the device itself */
    public void requireMerging(MetaPart part) {
        if (viewer != DeviceRelation.DEVICE && !(viewer == DeviceRelation.OWNER && part == MetaPart.USER)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER
                    ? "owner and the device itself change"
                    : "device itself changes") + " its " + part.member());
        }
    }
}
