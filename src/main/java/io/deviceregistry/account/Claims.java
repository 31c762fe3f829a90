package io.deviceregistry.account;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an access token says. Times are seconds since 1970 (RFC 7519, section 4.1).
 *
 * @param owner only of a device: its owner's PRN, empty while it has none
 * @param origIat when the login was made from which this token was refreshed
 * @param generation of the principal's credentials; a token of an older one is not valid any more
 */
public record Claims(String id, String nick, String prn, String roles, PrincipalType type, String scopes, String owner,
        long iat, long exp, @JsonProperty("orig_iat") long origIat, @JsonIgnore int generation) {

    public Set<Scope> scopeSet() {
        return Scope.parse(scopes);
    }
}
