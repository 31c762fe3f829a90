package io.deviceregistry.auth.token;

import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.identity.Scope;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

/** Issues and verifies access tokens: JWTs signed with RS256 (RFC 7519). */
@Singleton
public final class AccessTokens {

    /** Agents keep {@code Authorization: Bearer …} in a buffer of 1,024 bytes. */
    static final int MAX_DEVICE_TOKEN = 1_000;
    static final String GENERATION = "gen";
    static final String OWNER = "owner";
    static final String SCOPES = "scopes";
    static final String NICK = "nick";
    static final String VIA = "via";
    static final String ORIG_IAT = "orig_iat";

    private final SigningKey key;
    private final Clock clock;
    /** By key id. */
    private final Map<String, JWTParser> parsers = new HashMap<>();

    AccessTokens(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        key.publicKeys().forEach((id, publicKey) -> parsers.put(id, parser(publicKey)));
    }

    private static JWTParser parser(RSAPublicKey key) {
        JWTAuthContextInfo context = new JWTAuthContextInfo(key, null);
        context.setSignatureAlgorithm(java.util.Set.of(SignatureAlgorithm.RS256));
        context.setRequireNamedPrincipal(false);
        context.setClockSkew(0);
        return new DefaultJWTParser(context);
    }

    /**
     * Issues a token for this login. If the token of a device would be too long for an agent, it omits the nick and, if
     * necessary, uses the short names of scopes.
     */
    public String issue(Principal principal, String scopes, Duration lifetime, Long origIat) {
        return issue(principal, Claims.Origin.SECRET, scopes, lifetime, origIat);
    }

    /** The same for a login of another kind. */
    public String issue(Principal principal, Claims.Origin origin, String scopes, Duration lifetime, Long origIat) {
        JwtClaimsBuilder claims = claims(principal, origin, lifetime, origIat);
        String token = sign(claims.claim(SCOPES, scopes).claim(NICK, principal.nick()));
        if (isTooLong(principal, token)) {
            claims.remove(NICK);
            token = sign(claims);
        }
        if (isTooLong(principal, token)) {
            token = sign(claims.claim(SCOPES, Scope.shorten(scopes)));
        }
        return token;
    }

    private static boolean isTooLong(Principal principal, String token) {
        return principal.type() == PrincipalType.DEVICE && token.length() > MAX_DEVICE_TOKEN;
    }

    private JwtClaimsBuilder claims(Principal principal, Claims.Origin origin, Duration lifetime, Long origIat) {
        long now = clock.instant().getEpochSecond();
        JwtClaimsBuilder claims = Jwt.claims()
                .claim("id", principal.prn().id())
                .claim("prn", principal.prn().value())
                .claim("roles", principal.roles())
                .claim("type", principal.type().claim())
                .claim(ORIG_IAT, origIat == null ? now : origIat)
                .claim(GENERATION, principal.generation())
                .issuedAt(now)
                .expiresAt(now + lifetime.toSeconds());
        if (origin != Claims.Origin.SECRET) {
            claims.claim(VIA, origin.name().toLowerCase(Locale.ROOT));
        }
        if (principal.type() == PrincipalType.DEVICE) {
            claims.claim(OWNER, principal.owner().map(Prn::value).orElse(""));
        }
        return claims;
    }

    private String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId(key.id()).sign(key.privateKey());
    }

    /**
     * The claims of the token, if this service signed it, it has not expired, and it has all claims of a token of this service.
     */
    Optional<Claims> read(String token) {
        try {
            return Optional.of(new SignedClaims(parserFor(token).parse(token)).toClaims());
        } catch (ParseException | RuntimeException e) {
            // The parsers throw all kinds of exceptions for claims of a wrong type. Such a token is not one of this service.
            return Optional.empty();
        }
    }

    /** A token that does not name a key is verified with the signing key. */
    private JWTParser parserFor(String token) throws ParseException {
        if (parsers.size() == 1) {
            return parsers.get(key.id());
        }
        try {
            String id = JsonWebSignature.fromCompactSerialization(token).getKeyIdHeaderValue();
            return parsers.getOrDefault(id, parsers.get(key.id()));
        } catch (JoseException e) {
            throw new ParseException("Not a signed token", e);
        }
    }
}
