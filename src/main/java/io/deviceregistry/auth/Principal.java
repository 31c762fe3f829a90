package io.deviceregistry.auth;

import java.util.Set;
import java.util.TreeSet;

import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.secret.SecretHash;

/**
 * Somebody who can log in: an account or a device, as it is now.
 *
 * @param owner of a device that has one, else {@code null}
 * @param secret what a login is compared with; {@code null} where there is none to compare with
 * @param generation goes up when the password or secret changes or all sessions end
 */
public record Principal(PrincipalType type, Prn prn, String nick, Prn owner, Set<String> roleSet, SecretHash secret,
        int generation) {

    public static final Principal ANONYMOUS = new Principal(PrincipalType.SESSION, Prn.ANONYMOUS, "anonymous", null,
            Set.of("session"), null, 0);

    public String roles() {
        return text(roleSet);
    }

    /** Roles as a token carries them: separated by blanks. */
    public static String text(Set<String> roles) {
        return String.join(" ", new TreeSet<>(roles));
    }
}
