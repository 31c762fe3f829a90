package io.deviceregistry.identity;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an access token says. Times are seconds since 1970 (RFC 7519, section 4.1).
 *
 * @param owner only of a device: its owner's PRN, empty while it has none
 * @param origIat when the login was made from which this token was refreshed
 * @param generation of the principal's credentials; a token of an older one is not valid any more
 * @param origin how the caller proved who it is
 * @param scopeSet what the text of the scopes means, read once for all requests that show the token
 */
public record Claims(String id, String nick, String prn, String roles, PrincipalType type, String scopes, String owner,
        long iat, long exp, @JsonProperty("orig_iat") long origIat, @JsonIgnore int generation,
        @JsonIgnore Origin origin, @JsonIgnore Set<Scope> scopeSet) {

    /** Only the first kind of token is refreshed: the others would outlive what they were given for. */
    public enum Origin {
        /** A login with a password or a secret. */
        SECRET,
        /** A login with a client certificate. */
        CERTIFICATE,
        /** No login here: the token is one of the external issuer. */
        ISSUER
    }

    public Claims {
        scopeSet = Set.copyOf(scopeSet);
    }

    /** Reads the scopes. */
    public Claims(String id, String nick, String prn, String roles, PrincipalType type, String scopes, String owner, long iat,
            long exp, long origIat, int generation, Origin origin) {
        this(id, nick, prn, roles, type, scopes, owner, iat, exp, origIat, generation, origin, Scope.parse(scopes));
    }
}
