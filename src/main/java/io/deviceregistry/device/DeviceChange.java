package io.deviceregistry.device;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;

/** What a change does to a device, and who makes it. Holds no secret and no challenge. */
public sealed interface DeviceChange {

    Actor actor();

    /** The device is new. */
    record Registered(Actor actor) implements DeviceChange {
    }

    /** The device has its first owner, who showed its challenge. */
    record Claimed(Actor actor) implements DeviceChange {
    }

    /**
     * Members have new values. One request may set several; those that it sets alone have types of their own.
     *
     * @param members as the API names them; some may have had their values already
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

    /** The secret is another one, which ends the tokens of the old one. */
    record SecretChanged(Actor actor) implements DeviceChange {
    }

    record MetaReplaced(Actor actor, MetaPart part) implements DeviceChange {
    }

    /** @param patch the JSON Merge Patch that was applied */
    record MetaPatched(Actor actor, MetaPart part, ObjectNode patch) implements DeviceChange {
    }

    /** The device is in the garbage. */
    record Discarded(Actor actor) implements DeviceChange {
    }

    /** The device has another owner. */
    record Transferred(Actor actor, Prn from) implements DeviceChange {
    }
}
