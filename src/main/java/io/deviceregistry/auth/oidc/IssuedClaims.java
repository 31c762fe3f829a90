package io.deviceregistry.auth.oidc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

import io.deviceregistry.identity.Unicode;

/** Finds what the service needs in the claims of an issuer, under the configured names. */
record IssuedClaims(JwtClaims claims, OidcConfig config) {

    private static final String DOT = "\\.";

    /** @throws MalformedClaimException when a registered claim has the wrong type */
    IssuedToken toToken() throws MalformedClaimException {
        String scopes = String.join(" ", texts(config.scopeClaim()).toList());
        boolean admin = config.adminGroup().filter(group -> texts(config.groupsClaim()).anyMatch(group::equals)).isPresent();
        long expires = claims.getExpirationTime().getValue();
        long issued = claims.getIssuedAt() == null ? expires : claims.getIssuedAt().getValue();
        boolean verified = Boolean.TRUE.equals(claims.getClaimValue("email_verified"));
        return new IssuedToken(claims.getIssuer(), claims.getSubject(), text("email").filter(email -> verified),
                text("preferred_username"), scopes, admin, issued, expires);
    }

    private Optional<String> text(String claim) {
        return claims.getClaimValue(claim) instanceof String text && !text.isBlank() && Unicode.isWellFormed(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The strings of a claim, which is a string or an array of strings. */
    private Stream<String> texts(String name) {
        Object value = claims.hasClaim(name) ? claims.getClaimValue(name) : inside(name);
        Collection<?> values = value instanceof Collection<?> many ? many : value == null ? List.of() : List.of(value);
        return values.stream().filter(String.class::isInstance).map(String.class::cast);
    }

    private Object inside(String path) {
        Object value = claims.getClaimsMap();
        for (String name : path.split(DOT)) {
            value = value instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return value;
    }
}
