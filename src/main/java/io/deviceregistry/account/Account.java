package io.deviceregistry.account;

import java.time.Instant;
import java.util.Set;

import io.deviceregistry.secret.SecretHash;

/** Somebody who owns devices, or an administrator. */
public record Account(String id, String nick, String email, Set<String> roles, boolean disabled, SecretHash password,
        int generation, Instant timeCreated, Instant timeModified) {

    public Prn prn() {
        return Prn.ofAccount(id);
    }

    boolean isAdmin() { return roles.contains(Caller.ADMIN); }

    Principal principal() {
        return new Principal(PrincipalType.USER, prn(), nick, null, roles, password, generation);
    }
}
