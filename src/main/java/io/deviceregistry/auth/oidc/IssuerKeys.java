package io.deviceregistry.auth.oidc;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * The public keys of the issuer. One thread at a time fetches them, at most every few seconds whatever callers send, and with a
 * timeout. All others use the present keys or are told to try again.
 */
final class IssuerKeys {

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    /** Minimum interval between two fetches after a failure or for an unknown key. */
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /**
     * Keys stay valid this long while the issuer is unavailable: its users are not locked out at once, and withdrawn keys do not
     * live for ever.
     */
    private static final Duration LONGEST_AGE = Duration.ofHours(1);

    private record Loaded(List<JsonWebKey> keys, Instant at) {

        boolean knows(String id) {
            return id == null || keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
        }

        boolean isOlderThan(Duration age, Instant now) {
            return at.plus(age).isBefore(now);
        }
    }

    private final URI issuer;
    private final Optional<URI> jwksUri;
    private final Duration refresh;
    private final Clock clock;
    private final IssuerClient http = new IssuerClient();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Loaded loaded;
    private volatile Instant lastTry = Instant.MIN;

    IssuerKeys(URI issuer, Optional<URI> jwksUri, Duration refresh, Clock clock) {
        this.issuer = issuer;
        this.jwksUri = jwksUri;
        this.refresh = refresh;
        this.clock = clock;
    }

    /**
     * The present keys, including the key with this id if the issuer has it.
     *
     * @param id {@code null} if the token does not name a key
     * @throws ProblemException unavailable, if there are no keys because the issuer does not answer
     */
    List<JsonWebKey> forKey(String id) {
        if (wanted(id)) {
            fetchOnce(id);
        }
        Loaded now = loaded;
        if (now == null || now.isOlderThan(LONGEST_AGE, clock.instant())) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The issuer of the access token does not answer")
                    .retryAfter(PAUSE);
        }
        return now.keys();
    }

    private boolean wanted(String id) {
        Loaded now = loaded;
        boolean due = now == null || !now.knows(id) || now.isOlderThan(refresh, clock.instant());
        return due && (lastTry.equals(Instant.MIN) || lastTry.plus(PAUSE).isBefore(clock.instant()));
    }

    private void fetchOnce(String id) {
        // Only the very first callers wait for each other: there are no keys yet to use.
        if (!lastTry.equals(Instant.MIN) ? !lock.tryLock() : !lockSoon()) {
            return;
        }
        try {
            if (wanted(id)) {
                fetch();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean lockSoon() {
        try {
            return lock.tryLock(IssuerClient.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fetch() {
        try {
            URI location = jwksUri.isPresent() ? jwksUri.get() : discover();
            loaded = new Loaded(List.copyOf(new JsonWebKeySet(http.get(location)).getJsonWebKeys()), clock.instant());
            LOG.debugf("Fetched %d keys of the issuer %s", loaded.keys().size(), issuer);
        } catch (IOException | JoseException | IllegalArgumentException e) {
            LOG.warnf("The keys of the issuer %s cannot be fetched: %s", issuer, e.getMessage());
        } finally {
            lastTry = clock.instant();
        }
    }

    private URI discover() throws IOException, JoseException {
        var document = JsonUtil.parseJson(http.get(URI.create(issuer.toString().replaceAll("/$", "") + DISCOVERY)));
        if (!issuer.toString().equals(document.get("issuer"))) {
            throw new IOException("its configuration is that of the issuer " + document.get("issuer"));
        }
        return SecureUri.require("jwks_uri", URI.create(String.valueOf(document.get("jwks_uri"))));
    }
}
