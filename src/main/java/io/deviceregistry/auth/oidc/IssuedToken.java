package io.deviceregistry.auth.oidc;

import java.util.Optional;

/**
 * The content of a token of the external issuer, after all checks.
 *
 * @param email only when the issuer has verified it
 * @param username the nick that the subject prefers
 * @param scopes of this service or of others, separated by spaces
 * @param admin whether the subject is in the administrators' group
 * @param issuedAt seconds since 1970, as is {@code expires}
 */
public record IssuedToken(String issuer, String subject, Optional<String> email, Optional<String> username, String scopes,
        boolean admin, long issuedAt, long expires) {
}
