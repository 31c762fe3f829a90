package io.deviceregistry.device;

import io.deviceregistry.problem.ProblemException;

/** A device and what the caller is to it. */
record Seen(Device device, Viewer viewer) {

    /** @throws ProblemException forbidden, unless the caller owns it */
    void requireOwner() {
        if (viewer != Viewer.OWNER) {
            throw ProblemException.forbidden("Only its owner may do this");
        }
    }

    /** @throws ProblemException forbidden to a stranger */
    void requireIntimacy() {
        if (viewer == Viewer.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself see its metas");
        }
    }

    /**
     * The part of the device that the caller writes.
     *
     * @throws ProblemException forbidden to a stranger
     */
    MetaPart ownPart() {
        if (viewer == Viewer.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself may change it");
        }
        return viewer == Viewer.DEVICE ? MetaPart.DEVICE : MetaPart.USER;
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own */
    void requireReplacing(MetaPart part) {
        if (viewer != (part == MetaPart.USER ? Viewer.OWNER : Viewer.DEVICE)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER ? "owner" : "device itself")
                    + " replaces its " + part.member());
        }
    }

    /** @throws ProblemException forbidden, unless the part is the caller's own, or the caller is the device itself */
    void requireMerging(MetaPart part) {
        if (viewer != Viewer.DEVICE && !(viewer == Viewer.OWNER && part == MetaPart.USER)) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER
                    ? "owner and the device itself change"
                    : "device itself changes") + " its " + part.member());
        }
    }
}
