package io.deviceregistry.autotoken;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.identity.Prn;

/** Lets devices join an owner when they register themselves. */
public record AutoToken(String id, String nick, Owner owner, ObjectNode defaultUserMeta, Validity validity, Times times) {

    /** Whom the devices join. */
    public record Owner(Prn prn, String nick) {
    }

    /**
     * Whether devices may still join with it.
     *
     * @param expires empty for never
     * @param maxUses how many devices may join with it, empty for any number
     * @param uses how many have
     */
    public record Validity(boolean disabled, Optional<Instant> expires, Optional<Long> maxUses, long uses) {
    }

    /** When it was made, and when it last changed. */
    public record Times(Instant created, Instant modified) {
    }
}
