package io.deviceregistry.auth.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.deviceregistry.Parallel;
import io.deviceregistry.Patience;
import io.deviceregistry.TestIssuer;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** When the keys of the issuer are fetched, and what happens while it is away. */
class IssuerKeysTest {

    private static final class HandClock extends Clock {

        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() { return ZoneOffset.UTC; }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static final Duration REFRESH = Duration.ofMinutes(5);

    private static final PublicJsonWebKey FIRST = TestIssuer.rsa("first");

    private final PublicJsonWebKey second = TestIssuer.ec("second");
    private final TestIssuer issuer = new TestIssuer(FIRST);
    private final HandClock clock = new HandClock();
    private final IssuerKeys keys = new IssuerKeys(issuer.url(), Optional.empty(), REFRESH, clock);

    @AfterEach
    void close() {
        issuer.close();
    }

    private static List<String> ids(List<JsonWebKey> keys) {
        return keys.stream().map(JsonWebKey::getKeyId).toList();
    }

    private void unavailable() {
        ProblemException problem = assertThrows(ProblemException.class, () -> keys.forKey("first"));
        assertEquals(ProblemType.UNAVAILABLE, problem.type());
        assertEquals("5", problem.headers().get("Retry-After"));
    }

    @Test
    void keysAreFetchedOnceForMany() throws Exception {
        Parallel.run(16, i -> ids(keys.forKey("first")));
        assertEquals(1, issuer.fetches());
        clock.pass(REFRESH.minusSeconds(1));
        keys.forKey("first");
        assertEquals(1, issuer.fetches());
    }

    @Test
    void aNewKeyIsFoundAndAnOldOneForgotten() {
        keys.forKey("first");
        clock.pass(Duration.ofSeconds(6));
        issuer.publish(FIRST, second);
        assertEquals(List.of("first", "second"), ids(keys.forKey("second")));
        issuer.publish(second);
        assertEquals(List.of("first", "second"), ids(keys.forKey("second")));
        clock.pass(REFRESH.plusSeconds(1));
        assertEquals(List.of("second"), ids(keys.forKey("second")));
    }

    @Test
    void unknownKeysAreNotAskedForAllTheTime() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(List.of("first"), ids(keys.forKey("unknown-" + i)));
        }
        assertEquals(1, issuer.fetches());
        clock.pass(Duration.ofSeconds(6));
        for (int i = 0; i < 1_000; i++) {
            keys.forKey("unknown-" + i);
        }
        assertEquals(2, issuer.fetches());
    }

    @Test
    void whileTheIssuerIsAwayItsKeysServeForAnHour() {
        keys.forKey("first");
        for (TestIssuer.Mood mood : List.of(TestIssuer.Mood.FAILS, TestIssuer.Mood.HANGS)) {
            issuer.setMood(mood);
            clock.pass(Duration.ofMinutes(20));
            assertEquals(List.of("first"), ids(keys.forKey("first")));
        }
        issuer.setMood(TestIssuer.Mood.FAILS);
        clock.pass(Duration.ofMinutes(21));
        unavailable();
        issuer.setMood(TestIssuer.Mood.ANSWERS);
        unavailable();
        clock.pass(Duration.ofSeconds(6));
        assertEquals(List.of("first"), ids(keys.forKey("first")));
    }

    @Test
    void anIssuerThatNeverAnswersHoldsUpTheFirstCallersForSecondsAndNobodyAfterThem() throws Exception {
        issuer.setMood(TestIssuer.Mood.HANGS);
        // One after the other, they would wait for longer than they are given.
        Parallel.run(64, i -> {
            unavailable();
            return i;
        });
        Duration fastest = Patience.fastest(this::unavailable);
        assertTrue(fastest.compareTo(Duration.ofSeconds(1)) < 0, fastest::toString);
        assertEquals(0, issuer.fetches());
    }

    @ParameterizedTest
    @EnumSource(names = {"TRICKLES", "FLOODS", "REDIRECTS"})
    void anAnswerThatIsSlowLargeOrElsewhereIsNotTaken(TestIssuer.Mood mood) throws Exception {
        issuer.setMood(mood);
        // Times out where the limit of time begins anew with each byte.
        Parallel.run(1, i -> {
            unavailable();
            return i;
        });
        assertEquals(0, issuer.fetches());
        issuer.setMood(TestIssuer.Mood.ANSWERS);
        clock.pass(Duration.ofSeconds(6));
        assertEquals(List.of("first"), ids(keys.forKey("first")));
    }

    @Test
    void theConfigurationOfAnotherIssuerIsNotTaken() {
        issuer.claimToBe("https://evil.example.com");
        unavailable();
        assertEquals(0, issuer.fetches());
    }

    @Test
    void anAddressWhereSomebodyElseCouldAnswerIsRefused() {
        for (String bad : List.of("http://login.example.com/", "ftp://localhost/", "https:/nowhere", "file:///etc/passwd",
                "http://127.0.0.1.example.com/", "login.example.com")) {
            assertThrows(IllegalArgumentException.class, () -> SecureUri.require("x", URI.create(bad)), bad);
        }
        for (String good : List.of("https://login.example.com/realms/x", "http://localhost:8080/", "http://127.0.0.1/")) {
            assertEquals(good, SecureUri.require("x", URI.create(good)).toString());
        }
    }
}
