package io.deviceregistry.device;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.secret.SecretHash;

/**
 * A device.
 *
 * @param ownership empty until the device is claimed or assigned
 */
public record Device(DeviceId id, String nick, Optional<Ownership> ownership, boolean isPublic, Map<String, String> labels,
        Metas metas, Credentials credentials, boolean garbage, Times times, Revisions revisions) {

    /** The owner of the device, with the nick of that account. */
    public record Ownership(Prn owner, String nick) {
    }

    /** The metas of the device: what its owner and what the device itself writes. */
    public record Metas(StoredJson user, StoredJson device) {
    }

    /**
     * What authenticates the device, and what a caller needs to claim it.
     *
     * @param challenge what a caller needs to claim the device; empty once it has an owner
     * @param generation goes up with each change of the secret, which ends the tokens of the old one
     */
    public record Credentials(SecretHash secret, Optional<String> challenge, int generation) {

        /** The credentials of a new device. */
        public static Credentials first(SecretHash secret, Optional<String> challenge) {
            return new Credentials(secret, challenge, 1);
        }
    }

    /** When the device was created and last modified. */
    public record Times(Instant created, Instant modified) {
    }

    /**
     * Counters of changes.
     *
     * @param all counts every change
     * @param owner counts the changes of what the owner writes: nick, public, labels and user-meta
     * @param device counts the changes of what the device writes: device-meta
     */
    public record Revisions(long all, long owner, long device) {

        /** The revisions of a new device. */
        public static final Revisions FIRST = new Revisions(1, 1, 1);
    }

    public Prn prn() {
        return id.prn();
    }

    /** {@code null} until it is claimed or assigned. */
    public Prn owner() {
        return ownership.map(Ownership::owner).orElse(null);
    }

    /** {@code null} until it is claimed or assigned. */
    public String ownerNick() {
        return ownership.map(Ownership::nick).orElse(null);
    }

    /** {@code null} once it is owned. */
    public String challenge() {
        return credentials.challenge().orElse(null);
    }

    public int generation() {
        return credentials.generation();
    }

    public StoredJson meta(MetaPart part) {
        return part == MetaPart.USER ? metas.user() : metas.device();
    }

    public long revision() {
        return revisions.all();
    }

    public long revision(MetaPart part) {
        return part == MetaPart.USER ? revisions.owner() : revisions.device();
    }

    public Device withNick(String other) {
        return new Device(id, other, ownership, isPublic, labels, metas, credentials, garbage, times, revisions);
    }

    public Principal principal() {
        return new Principal(PrincipalType.DEVICE, prn(), nick, ownership.map(Ownership::owner), Set.of("device"),
                Optional.of(credentials.secret()), generation());
    }
}
