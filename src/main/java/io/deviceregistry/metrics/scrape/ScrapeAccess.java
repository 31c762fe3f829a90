package io.deviceregistry.metrics.scrape;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.filter.Authenticator;
import io.deviceregistry.identity.Scope;
import io.deviceregistry.metrics.MetricsConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Checks whether a request may scrape. */
@Singleton
final class ScrapeAccess {

    private static final String CHALLENGE = "Bearer realm=\"metrics\"";

    private final Authenticator authenticator;
    private final Optional<byte[]> expected;
    private final boolean requireScope;

    ScrapeAccess(Authenticator authenticator, MetricsConfig config) {
        this.authenticator = authenticator;
        this.expected = config.token().map(token -> bytes("Bearer " + token));
        this.requireScope = config.requireScope();
    }

    /**
     * @param authorization the value of the header; {@code null} if it is absent
     * @throws ProblemException unauthenticated; insufficient-scope; unavailable if the token cannot be checked now
     */
    void check(String authorization) {
        if (expected.isEmpty() && !requireScope) {
            return;
        }
        if (authorization == null) {
            throw unauthenticated("A scrape requires a token");
        }
        if (expected.filter(token -> MessageDigest.isEqual(token, bytes(authorization.strip()))).isPresent()) {
            return;
        }
        if (!requireScope) {
            throw unauthenticated("The token is not valid for scraping");
        }
        var scopes = authenticator.authenticate(authorization, false).await().indefinitely().claims().scopeSet();
        if (!scopes.contains(Scope.METRICS_READONLY) && !scopes.contains(Scope.ALL)) {
            throw new ProblemException(ProblemType.INSUFFICIENT_SCOPE,
                    "The access token needs the scope " + Scope.METRICS_READONLY.fullName());
        }
    }

    private static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail).header("WWW-Authenticate", CHALLENGE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
