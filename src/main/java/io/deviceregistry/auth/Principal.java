package io.deviceregistry.auth;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/**
 * Somebody who can log in: an account or a device, as it is now.
 *
 * @param owner of a device that has one
 * @param secret what a login is compared with, if there is any
 * @param generation goes up when the password or secret changes or all sessions end
 */
public record Principal(PrincipalType type, Prn prn, String nick, Optional<Prn> owner, Set<String> roleSet,
        Optional<SecretHash> secret, int generation) {

    public static final Principal ANONYMOUS = new Principal(PrincipalType.SESSION, Prn.ANONYMOUS, "anonymous",
            Optional.empty(), Set.of("session"), Optional.empty(), 0);

    public String roles() {
        return text(roleSet);
    }

    /** Roles as a token carries them: separated by blanks. */
    public static String text(Set<String> roles) {
        return String.join(" ", new TreeSet<>(roles));
    }
}
