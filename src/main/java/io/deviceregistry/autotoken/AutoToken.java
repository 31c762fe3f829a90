package io.deviceregistry.autotoken;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.identity.Prn;

/**
 * Lets devices join an owner when they register themselves.
 *
 * @param expires {@code null} for never
 * @param maxUses how many devices may join by it, {@code null} for any number
 * @param uses how many have
 */
public record AutoToken(String id, String nick, Prn owner, String ownerNick, ObjectNode defaultUserMeta, boolean disabled,
        Instant expires, Long maxUses, long uses, Instant timeCreated, Instant timeModified) {
}
