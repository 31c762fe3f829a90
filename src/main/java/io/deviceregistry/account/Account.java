package io.deviceregistry.account;

import java.time.Instant;
import java.util.Set;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/**
 * Somebody who owns devices, or an administrator.
 *
 * @param password {@code null} of one who comes with tokens of the external issuer only
 * @param subject of the external issuer to whom the account is linked, or {@code null}
 */
public record Account(String id, String nick, String email, Set<String> roles, boolean disabled, SecretHash password,
        int generation, Instant timeCreated, Instant timeModified, String subject) {

    /** Linked to nobody. */
    public Account(String id, String nick, String email, Set<String> roles, boolean disabled, SecretHash password,
            int generation,
            Instant timeCreated, Instant timeModified) {
        this(id, nick, email, roles, disabled, password, generation, timeCreated, timeModified, null);
    }

    public Prn prn() {
        return Prn.ofAccount(id);
    }

    boolean isAdmin() { return roles.contains(Caller.ADMIN); }

    public Principal principal() {
        return new Principal(PrincipalType.USER, prn(), nick, null, roles, password, generation);
    }
}
