package io.deviceregistry.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.deviceregistry.TestStorage;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.Scope;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestStorage.class)
class VerifiedTokenCacheTest {

    private static final Duration LIFETIME = Duration.ofHours(1);

    @Inject
    AccessTokens tokens;

    @Inject
    @CacheName(VerifiedTokenCache.CACHE)
    Cache cache;

    private final MovedClock clock = new MovedClock();

    private static final class MovedClock extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() { return ZoneOffset.UTC; }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private String issue() {
        return tokens.issue(Principal.ANONYMOUS, Scope.DEVICES_READONLY.fullName(), LIFETIME, null);
    }

    @Test
    void saysTheSameTheSecondTime() {
        VerifiedTokenCache verified = new VerifiedTokenCache(tokens, cache, clock);
        String token = issue();
        Optional<Claims> first = verified.read(token);
        assertEquals(tokens.read(token), first);
        assertEquals(first, verified.read(token));
    }

    @Test
    void aKnownTokenExpiresAllTheSame() {
        VerifiedTokenCache verified = new VerifiedTokenCache(tokens, cache, clock);
        String token = issue();
        assertTrue(verified.read(token).isPresent());
        clock.ahead = LIFETIME.plusSeconds(1);
        assertEquals(Optional.empty(), verified.read(token));
    }

    @Test
    void aTokenThatDiffersInItsSignatureOnlyIsNotKnown() {
        VerifiedTokenCache verified = new VerifiedTokenCache(tokens, cache, clock);
        String token = issue();
        assertTrue(verified.read(token).isPresent());
        int place = token.lastIndexOf('.') + 10;
        char other = token.charAt(place) == 'A' ? 'B' : 'A';
        String forged = token.substring(0, place) + other + token.substring(place + 1);
        assertEquals(Optional.empty(), verified.read(forged));
        assertEquals(Optional.empty(), verified.read(forged));
    }
}
