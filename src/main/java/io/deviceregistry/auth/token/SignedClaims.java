package io.deviceregistry.auth.token;

import java.util.Locale;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;

/**
 * Reads the claims of a token whose signature is valid. A claim that is missing, has a wrong type or contradicts another one
 * makes the token invalid: only another service with the same key could have signed such a token.
 */
record SignedClaims(JsonWebToken jwt) {

    /** @throws IllegalArgumentException or another runtime exception, unless all claims have the form that this service writes */
    Claims toClaims() {
        String id = text("id");
        Prn prn = new Prn(text("prn"));
        PrincipalType type = PrincipalType.of(text("type"), prn.value());
        require(prn.equals(expected(type, id)), "prn");
        return Claims.builder().principal(type, prn, id).nick(optionalText(AccessTokens.NICK)).roles(text("roles"))
                .scopes(text(AccessTokens.SCOPES)).owner(owner(type))
                .times(jwt.getIssuedAtTime(), jwt.getExpirationTime(), number(AccessTokens.ORIG_IAT))
                .proof(origin(), Math.toIntExact(number(AccessTokens.GENERATION))).build();
    }

    private static Prn expected(PrincipalType type, String id) {
        return switch (type) {
            case USER -> Prn.ofAccount(requireId(id));
            case DEVICE -> Prn.ofDevice(requireId(id));
            case SESSION -> Prn.ANONYMOUS;
            case SERVICE -> throw new IllegalArgumentException("type");
        };
    }

    private static String requireId(String id) {
        require(Prn.isId(id), "id");
        return id;
    }

    private String owner(PrincipalType type) {
        return type == PrincipalType.DEVICE ? text(AccessTokens.OWNER) : optionalText(AccessTokens.OWNER);
    }

    private Claims.Origin origin() {
        String via = optionalText(AccessTokens.VIA);
        return via == null ? Claims.Origin.SECRET : Claims.Origin.valueOf(via.toUpperCase(Locale.ROOT));
    }

    private String text(String claim) {
        String text = optionalText(claim);
        require(text != null, claim);
        return text;
    }

    private String optionalText(String claim) {
        Object value = jwt.getClaim(claim);
        require(value == null || value instanceof String || value instanceof JsonString, claim);
        return value instanceof JsonString json ? json.getString() : (String) value;
    }

    private long number(String claim) {
        Object value = jwt.getClaim(claim);
        if (value instanceof JsonNumber json) {
            return json.longValueExact();
        }
        require(value instanceof Long || value instanceof Integer, claim);
        return ((Number) value).longValue();
    }

    private static void require(boolean holds, String claim) {
        if (!holds) {
            throw new IllegalArgumentException(claim);
        }
    }
}
