package io.deviceregistry.auth.token;

import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Singleton;

import io.deviceregistry.identity.Claims;
import io.deviceregistry.secret.Sha256;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;

/**
 * Caches the claims of valid access tokens: verifying a token costs more than the rest of a request for a device, and a caller
 * sends the same token for an hour. The key is a digest, so that no token is kept in memory.
 */
@Singleton
public final class VerifiedTokenCache {

    static final String CACHE = "verified-tokens";

    private final AccessTokens tokens;
    private final CaffeineCache known;
    private final Clock clock;

    VerifiedTokenCache(AccessTokens tokens, @CacheName(CACHE) Cache known, Clock clock) {
        this.tokens = tokens;
        this.known = known.as(CaffeineCache.class);
        this.clock = clock;
    }

    /** The claims of the token, if this service signed it and it has not expired. */
    public Optional<Claims> read(String token) {
        String digest = digest(token);
        CompletableFuture<Claims> before = known.getIfPresent(digest);
        if (before != null) {
            return unlessExpired(before.join());
        }
        Optional<Claims> claims = tokens.read(token);
        // Invalid tokens are not cached: anybody can send any number of them.
        claims.ifPresent(good -> known.put(digest, CompletableFuture.completedFuture(good)));
        return claims;
    }

    /** The claims of a valid token that was used before; empty for all others. */
    public Optional<Claims> remembered(String token) {
        CompletableFuture<Claims> before = known.getIfPresent(digest(token));
        return before == null ? Optional.empty() : unlessExpired(before.join());
    }

    private Optional<Claims> unlessExpired(Claims claims) {
        return clock.instant().getEpochSecond() < claims.exp() ? Optional.of(claims) : Optional.empty();
    }

    private static String digest(String token) {
        return Base64.getEncoder().encodeToString(Sha256.of(token));
    }
}
