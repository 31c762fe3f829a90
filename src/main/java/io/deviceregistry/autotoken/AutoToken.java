package io.deviceregistry.autotoken;

import java.time.Instant;
import java.util.Optional;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.json.StoredJson;

/** An auto-assign token: a device that registers itself with it belongs to the owner of the token at once. */
public record AutoToken(String id, String nick, Owner owner, StoredJson defaultUserMeta, Validity validity, Times times) {

    /** The owner of the devices that use the token. */
    public record Owner(Prn prn, String nick) {
    }

    /**
     * Whether devices may still join with it.
     *
     * @param expires empty for never
     * @param maxUses how many devices may join with it, empty for any number
     * @param uses how many have joined
     */
    public record Validity(boolean disabled, Optional<Instant> expires, Optional<Long> maxUses, long uses) {
    }

    /** When the token was created and last modified. */
    public record Times(Instant created, Instant modified) {
    }
}
