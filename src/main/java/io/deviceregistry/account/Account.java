package io.deviceregistry.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/** An account: an owner of devices or an administrator. */
public record Account(AccountId id, String nick, String email, Set<String> roles, boolean disabled, Credentials credentials,
        Times times) {

    /**
     * What authenticates the account.
     *
     * @param password empty for an account that is used only with tokens of the external issuer
     * @param subject of the external issuer to which the account is linked, if any
     * @param generation goes up when the password changes or all sessions end
     */
    public record Credentials(Optional<SecretHash> password, Optional<String> subject, int generation) {

        /** Credentials of an account that is not linked to a subject of the external issuer. */
        static Credentials first(SecretHash password) {
            return new Credentials(Optional.of(password), Optional.empty(), 1);
        }

        /** Credentials of an account that is used only with tokens of the external issuer. */
        public static Credentials ofIssuer(int generation) {
            return new Credentials(Optional.empty(), Optional.empty(), generation);
        }
    }

    /** When the account was created and last modified. */
    public record Times(Instant created, Instant modified) {

        public static Times of(Instant now) {
            return new Times(now, now);
        }
    }

    public Prn prn() {
        return id.prn();
    }

    public int generation() {
        return credentials.generation();
    }

    boolean isAdmin() { return roles.contains(Caller.ADMIN); }

    public Principal principal() {
        return new Principal(PrincipalType.USER, prn(), nick, Optional.empty(), roles, credentials.password(), generation());
    }
}
