package io.deviceregistry.device;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;

/** What a change does to a device, and who makes it. Contains neither secrets nor challenges. */
public sealed interface DeviceChange {

    Actor actor();

    /** The device has been registered. */
    record Registered(Actor actor) implements DeviceChange {
    }

    /** The device has been claimed by its first owner. */
    record Claimed(Actor actor) implements DeviceChange {
    }

    /**
     * Members have been set. A request that sets only one of some members has a more specific type.
     *
     * @param members the names as in the API; some may have had the same value before
     */
    record Edited(Actor actor, Set<String> members) implements DeviceChange {

        public Edited {
            members = Set.copyOf(members);
        }
    }

    record Published(Actor actor) implements DeviceChange {
    }

    record Unpublished(Actor actor) implements DeviceChange {
    }

    /** The secret has been replaced, which ends all tokens of the old one. */
    record SecretChanged(Actor actor) implements DeviceChange {
    }

    record MetaReplaced(Actor actor, MetaPart part) implements DeviceChange {
    }

    /** @param patch the JSON Merge Patch that was applied */
    record MetaPatched(Actor actor, MetaPart part, ObjectNode patch) implements DeviceChange {
    }

    /** The device has been moved to the garbage. */
    record Discarded(Actor actor) implements DeviceChange {
    }

    /** The device has been taken out of the garbage. */
    record Restored(Actor actor) implements DeviceChange {
    }

    /** The owner has given up the device, which has no owner now. */
    record Unclaimed(Actor actor, Prn from) implements DeviceChange {
    }

    /** The device has been deleted; it is reported as it was before. */
    record Purged(Actor actor) implements DeviceChange {
    }

    /** The device has been given to another owner. */
    record Transferred(Actor actor, Prn from) implements DeviceChange {
    }
}
