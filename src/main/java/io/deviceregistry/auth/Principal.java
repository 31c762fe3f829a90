package io.deviceregistry.auth;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/**
 * An account or a device that can log in, in its present state.
 *
 * @param owner the owner of a device, if it has one
 * @param secret what the secret of a login is compared with; empty if nothing can match
 * @param generation goes up when the password or secret changes or all sessions end
 */
public record Principal(PrincipalType type, Prn prn, String nick, Optional<Prn> owner, Set<String> roleSet,
        Optional<SecretHash> secret, int generation) {

    public static final Principal ANONYMOUS = new Principal(PrincipalType.SESSION, Prn.ANONYMOUS, "anonymous",
            Optional.empty(), Set.of("session"), Optional.empty(), 0);

    public String roles() {
        return text(roleSet);
    }

    /** Roles as in a token: separated by spaces. */
    public static String text(Set<String> roles) {
        return String.join(" ", new TreeSet<>(roles));
    }
}
