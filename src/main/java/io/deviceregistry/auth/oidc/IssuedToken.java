package io.deviceregistry.auth.oidc;

import java.util.Optional;

/**
 * What a token of the external issuer says, after all checks.
 *
 * @param email only when the issuer has verified it
 * @param username what the subject would like to be called
 * @param scopes in words of this service or of others, separated by blanks
 * @param admin whether the subject is in the administrators' group
 * @param issuedAt seconds since 1970, as is {@code expires}
 */
public record IssuedToken(String issuer, String subject, Optional<String> email, Optional<String> username, String scopes,
        boolean admin, long issuedAt, long expires) {
}
