package io.deviceregistry.account;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

/** Makes and reads access tokens: JWTs signed by RS256 (RFC 7519). */
@Singleton
final class AccessTokens {

    /** Agents keep {@code Authorization: Bearer …} in 1,024 bytes. */
    static final int MAX_DEVICE_TOKEN = 1_000;
    private static final String GENERATION = "gen";
    private static final String OWNER = "owner";
    private static final String NICK = "nick";
    private static final String ORIG_IAT = "orig_iat";

    private final SigningKey key;
    private final Clock clock;
    private final JWTParser parser;

    AccessTokens(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        JWTAuthContextInfo context = new JWTAuthContextInfo(key.publicKey(), null);
        context.setSignatureAlgorithm(java.util.Set.of(SignatureAlgorithm.RS256));
        context.setRequireNamedPrincipal(false);
        context.setClockSkew(0);
        this.parser = new DefaultJWTParser(context);
    }

    /**
     * A token for this login. A device's leaves the nick out when it would become too long for an agent, and then, for one
     * that asked for many scopes, calls them by their short names.
     */
    String issue(Principal principal, String scopes, Duration lifetime, Long origIat) {
        long now = clock.instant().getEpochSecond();
        String token = sign(principal, scopes, now, lifetime, origIat, true);
        if (isTooLong(principal, token)) {
            token = sign(principal, scopes, now, lifetime, origIat, false);
        }
        if (isTooLong(principal, token)) {
            token = sign(principal, Scope.shorten(scopes), now, lifetime, origIat, false);
        }
        return token;
    }

    private static boolean isTooLong(Principal principal, String token) {
        return principal.type() == PrincipalType.DEVICE && token.length() > MAX_DEVICE_TOKEN;
    }

    private String sign(Principal principal, String scopes, long now, Duration lifetime, Long origIat, boolean withNick) {
        JwtClaimsBuilder claims = Jwt.claims()
                .claim("id", principal.prn().id())
                .claim("prn", principal.prn().value())
                .claim("roles", principal.roles())
                .claim("type", principal.type().name())
                .claim("scopes", scopes)
                .claim(ORIG_IAT, origIat == null ? now : origIat)
                .claim(GENERATION, principal.generation())
                .issuedAt(now)
                .expiresAt(now + lifetime.toSeconds());
        if (withNick) {
            claims.claim(NICK, principal.nick());
        }
        if (principal.type() == PrincipalType.DEVICE) {
            claims.claim(OWNER, principal.owner() == null ? "" : principal.owner().value());
        }
        return claims.jws().keyId(key.id()).sign(key.privateKey());
    }

    /** What the token says, if this service signed it and it has not expired. */
    Optional<Claims> read(String token) {
        try {
            JsonWebToken jwt = parser.parse(token);
            return Optional.of(new Claims(text(jwt, "id"), text(jwt, NICK), text(jwt, "prn"), text(jwt, "roles"),
                    PrincipalType.valueOf(text(jwt, "type")), text(jwt, "scopes"), text(jwt, OWNER),
                    jwt.getIssuedAtTime(), jwt.getExpirationTime(), number(jwt, ORIG_IAT),
                    (int) number(jwt, GENERATION)));
        } catch (ParseException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonWebToken jwt, String claim) {
        Object value = jwt.getClaim(claim);
        return value == null ? null : value.toString();
    }

    private static long number(JsonWebToken jwt, String claim) {
        return Long.parseLong(text(jwt, claim));
    }
}
