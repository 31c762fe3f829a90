package io.deviceregistry.identity;

import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The claims of an access token. Times are seconds since 1970 (RFC 7519, section 4.1).
 *
 * @param owner only for a device: the PRN of its owner, empty if it has none
 * @param origIat the time of the login from which this token was refreshed
 * @param generation of the principal's credentials; tokens of older generations are no longer valid
 * @param origin how the caller proved who it is
 * @param scopeSet the parsed scopes, so that they are parsed once for all requests with this token
 */
public record Claims(String id, String nick, String prn, String roles, PrincipalType type, String scopes, String owner,
        long iat, long exp, @JsonProperty("orig_iat") long origIat, @JsonIgnore int generation,
        @JsonIgnore Origin origin, @JsonIgnore Set<Scope> scopeSet) {

    /** Only tokens of {@link #SECRET} can be refreshed: the others would outlive the credentials that they are based on. */
    public enum Origin {
        /** A login with a password or a secret. */
        SECRET,
        /** A login with a client certificate. */
        CERTIFICATE,
        /** No login at this service: the token is one of the external issuer. */
        ISSUER
    }

    public Claims {
        scopeSet = Set.copyOf(scopeSet);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Builds claims; what is not set is absent. */
    public static final class Builder {

        private String id;
        private String nick;
        private Prn prn;
        private String roles;
        private PrincipalType type;
        private String scopes;
        private Set<Scope> scopeSet;
        private String owner;
        private long iat;
        private long exp;
        private long origIat;
        private int generation;
        private Origin origin;

        private Builder() {
        }

        public Builder principal(PrincipalType kind, Prn name, String ownId) {
            type = kind;
            prn = name;
            id = ownId;
            return this;
        }

        public Builder nick(String value) {
            nick = value;
            return this;
        }

        public Builder roles(String value) {
            roles = value;
            return this;
        }

        /** The scopes as text, which is parsed. */
        public Builder scopes(String value) {
            scopes = value;
            scopeSet = Scope.parse(value);
            return this;
        }

        public Builder scopes(Set<Scope> value) {
            scopes = Scope.format(value);
            scopeSet = value;
            return this;
        }

        public Builder owner(String value) {
            owner = value;
            return this;
        }

        /** All in seconds since 1970. */
        public Builder times(long issued, long expires, long login) {
            iat = issued;
            exp = expires;
            origIat = login;
            return this;
        }

        /** How the caller authenticated, and the generation of the credentials. */
        public Builder proof(Origin by, int ofGeneration) {
            origin = by;
            generation = ofGeneration;
            return this;
        }

        public Claims build() {
            return new Claims(id, nick, prn.value(), roles, type, scopes, owner, iat, exp, origIat, generation, origin,
                    scopeSet);
        }
    }
}
