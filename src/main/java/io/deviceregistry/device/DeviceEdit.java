package io.deviceregistry.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.secret.SecretHash;

/** The members of a device that one request sets; {@code null} leaves a member as it is. */
public record DeviceEdit(String nick, Boolean isPublic, Map<String, String> labels, SecretHash secret, ObjectNode meta) {

    /** Whether the edit would change the device; a secret always does, because it ends the old tokens. */
    public boolean changes(Device device, MetaPart part) {
        return secret != null || nick != null && !nick.equals(device.nick())
                || isPublic != null && isPublic != device.isPublic() || labels != null && !labels.equals(device.labels())
                || meta != null && !device.meta(part).isSame(meta);
    }

    /** The change that this edit makes. */
    public DeviceChange change(Actor actor, MetaPart part) {
        Set<String> members = members(part);
        if (members.equals(Set.of("public"))) {
            return isPublic ? new DeviceChange.Published(actor) : new DeviceChange.Unpublished(actor);
        }
        if (members.equals(Set.of("secret"))) {
            return new DeviceChange.SecretChanged(actor);
        }
        return members.equals(Set.of(part.member()))
                ? new DeviceChange.MetaReplaced(actor, part)
                : new DeviceChange.Edited(actor, members);
    }

    private Set<String> members(MetaPart part) {
        Map<String, Object> given = new HashMap<>();
        given.put("nick", nick);
        given.put("public", isPublic);
        given.put("labels", labels);
        given.put("secret", secret);
        given.put(part.member(), meta);
        given.values().removeIf(Objects::isNull);
        return given.keySet();
    }

    /** An edit of the meta alone. */
    public static DeviceEdit ofMeta(ObjectNode meta) {
        return builder().meta(meta).build();
    }

    public static DeviceEdit ofPublic(boolean isPublic) {
        return builder().isPublic(isPublic).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Builds an edit; {@code null} leaves a member as it is. */
    public static final class Builder {

        private String nick;
        private Boolean isPublic;
        private Map<String, String> labels;
        private SecretHash secret;
        private ObjectNode meta;

        private Builder() {
        }

        public Builder nick(String value) {
            nick = value;
            return this;
        }

        public Builder isPublic(Boolean value) {
            isPublic = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            labels = value;
            return this;
        }

        public Builder secret(SecretHash value) {
            secret = value;
            return this;
        }

        public Builder meta(ObjectNode value) {
            meta = value;
            return this;
        }

        public DeviceEdit build() {
            return new DeviceEdit(nick, isPublic, labels, secret, meta);
        }
    }
}
