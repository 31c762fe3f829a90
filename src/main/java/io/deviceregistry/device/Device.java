package io.deviceregistry.device;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/**
 * A device.
 *
 * @param owner {@code null} until it is claimed or assigned
 * @param challenge what claims it, {@code null} once it is owned
 * @param generation goes up with each change of the secret, which ends the tokens made by the old one
 * @param revision counts every change
 * @param ownerRevision counts the changes of what the owner writes: nick, public, labels and user-meta
 * @param deviceRevision counts the changes of what the device writes: device-meta
 */
public record Device(String id, String nick, Prn owner, String ownerNick, boolean isPublic, Map<String, String> labels,
        ObjectNode userMeta, ObjectNode deviceMeta, SecretHash secret, String challenge, int generation, boolean garbage,
        Instant timeCreated, Instant timeModified, long revision, long ownerRevision, long deviceRevision) {

    public Prn prn() {
        return Prn.ofDevice(id);
    }

    public ObjectNode meta(MetaPart part) {
        return part == MetaPart.USER ? userMeta : deviceMeta;
    }

    public long revision(MetaPart part) {
        return part == MetaPart.USER ? ownerRevision : deviceRevision;
    }

    public Principal principal() {
        return new Principal(PrincipalType.DEVICE, prn(), nick, owner, Set.of("device"), secret, generation);
    }
}
