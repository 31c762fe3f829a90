package io.deviceregistry.device.read;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** A device and the relation of the caller to it. */
public record DeviceAccess(Device device, DeviceRelation viewer) {

    /** @throws ProblemException forbidden, unless the caller owns it */
    public void requireOwner() {
        if (viewer != DeviceRelation.OWNER) {
            throw ProblemException.forbidden("Only the owner of the device may do this");
        }
    }

    /**
     * The precondition that the condition holds, and that the permission still does: the same owner if the owner writes, the same
     * secret if the device writes.
     */
    public UpdatePrecondition guard(MetaPart part, RevisionCondition condition) {
        UpdatePrecondition guard = condition.guard(device.id(), part);
        return viewer == DeviceRelation.DEVICE
                ? guard.ofGeneration(device.generation())
                : guard.ownedBy(UpdatePrecondition.ownerOf(device));
    }

    /** Why an update with this precondition did not match the device as it is now. */
    public ProblemException whyNot(UpdatePrecondition guard, MetaPart part) {
        if (viewer == DeviceRelation.STRANGER) {
            return ProblemException.forbidden("Only the owner of the device may do this");
        }
        long revision = device.revision(part);
        return guard.isStale(revision)
                ? DeviceResponses.preconditionFailed(part.description() + " now has revision " + revision)
                : new ProblemException(ProblemType.CONFLICT, "The device changed at the same time; try again");
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
