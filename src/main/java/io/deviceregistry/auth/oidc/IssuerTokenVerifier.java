package io.deviceregistry.auth.oidc;

import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_PSS_USING_SHA512;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA384;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA512;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

import io.deviceregistry.identity.Unicode;
import io.deviceregistry.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Checks access tokens of the configured issuer: signature, issuer, audience, times and subject (RFC 7519, RFC 8725). */
@Singleton
public class IssuerTokenVerifier {

    /** A token that names the issuer and has not been verified. */
    public static final class Unchecked {

        private final JwtContext parsed;
        private final String keyId;

        private Unchecked(JwtContext parsed) {
            this.parsed = parsed;
            this.keyId = parsed.getJoseObjects().get(0).getKeyIdHeaderValue();
        }
    }

    private static final Logger LOG = Logger.getLogger(IssuerTokenVerifier.class);
    /** No algorithms with a shared secret, and no unsigned tokens. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(ConstraintType.PERMIT, RSA_USING_SHA256,
            RSA_USING_SHA384, RSA_USING_SHA512, RSA_PSS_USING_SHA256, RSA_PSS_USING_SHA384, RSA_PSS_USING_SHA512,
            ECDSA_USING_P256_CURVE_AND_SHA256, ECDSA_USING_P384_CURVE_AND_SHA384);
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int MAX_SUBJECT = 255;

    private final OidcConfig config;
    private final Optional<IssuerKeys> keys;
    private final JwtConsumer unchecked;

    IssuerTokenVerifier(OidcConfig config, Clock clock) {
        this.config = config;
        this.keys = config.issuer().map(issuer -> new IssuerKeys(safe("registry.oidc.issuer", issuer),
                config.jwksUri().map(uri -> safe("registry.oidc.jwks-uri", uri)), config.keysRefresh(), clock));
        if (keys.isPresent() && config.audience().filter(names -> !names.isEmpty()).isEmpty()) {
            throw new ConfigurationException("registry.oidc.audience must be given with registry.oidc.issuer: without it, a"
                    + " token that the issuer issued for any other service would be accepted");
        }
        this.unchecked = keys.isEmpty()
                ? null
                : new JwtConsumerBuilder().setSkipAllValidators().setDisableRequireSignature().setSkipSignatureVerification()
                        .build();
    }

    private static URI safe(String setting, URI uri) {
        try {
            return SecureUri.require(setting, uri);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Makes the start fail, rather than the first request, if the configuration is wrong. */
    void check(@Observes StartupEvent event) {
        config.issuer().ifPresent(issuer -> LOG.infof("Access tokens of the issuer %s are accepted", issuer));
    }

    /**
     * The token, if it names the issuer; nothing is verified yet. Tokens of this service have no issuer. Any exception means that
     * it is not a token of the issuer: jose4j casts members of the header without checking their types.
     */
    public Optional<Unchecked> parse(String token) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            JwtContext parsed = unchecked.process(token);
            boolean ours = config.issuer().orElseThrow().toString().equals(parsed.getJwtClaims().getIssuer());
            return ours ? Optional.of(new Unchecked(parsed)) : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isAcceptable(String subject) {
        return !subject.isBlank() && subject.length() <= MAX_SUBJECT && Unicode.isWellFormed(subject);
    }

    /**
     * Verifies the token; empty if it is not valid.
     *
     * @throws ProblemException unavailable, if the keys of the issuer cannot be fetched
     */
    public Optional<IssuedToken> read(Unchecked token) {
        JwtContext parsed = token.parsed;
        List<JsonWebKey> known = keys.orElseThrow().forKey(token.keyId);
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(known);
        // For an issuer with several keys whose tokens do not name the key.
        resolver.setDisambiguateWithVerifySignature(true);
        try {
            new JwtConsumerBuilder().setVerificationKeyResolver(resolver).setJwsAlgorithmConstraints(ALGORITHMS)
                    .setExpectedIssuer(config.issuer().orElseThrow().toString())
                    .setExpectedAudience(config.audience().orElseThrow().toArray(String[]::new))
                    .setRequireExpirationTime().setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS).setRequireSubject().build()
                    .processContext(parsed);
            return Optional.of(new IssuedClaims(parsed.getJwtClaims(), config).toToken())
                    .filter(issued -> isAcceptable(issued.subject()));
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException e) {
            // The message may quote the token. A header or a claim of a wrong type can cause any exception of the library.
            LOG.debugf("A token of the issuer was refused: %s", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
