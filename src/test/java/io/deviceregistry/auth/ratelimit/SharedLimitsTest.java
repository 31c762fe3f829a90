package io.deviceregistry.auth.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.PojoCodecProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

import io.deviceregistry.Parallel;
import io.deviceregistry.Patience;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.auth.ratelimit.CountedAttempt.Outcome;

/** Two replicas with one database and one clock. */
class SharedLimitsTest {

    private static final Limit LIMIT = Limit.WRONG_LOGINS_PER_USER;
    private static final Limit GROWING = Limit.WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT;

    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() { return ZoneOffset.UTC; }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("UTC is the only zone here");
        }
    }

    @TempDir
    static Path directory;

    /** As Quarkus makes them for entities. */
    private static final CodecRegistry CODECS = CodecRegistries.fromRegistries(MongoClientSettings.getDefaultCodecRegistry(),
            CodecRegistries.fromProviders(PojoCodecProvider.builder().automatic(true).build()));

    private static TestDatabase mongo;
    private static MongoClient client;

    private final SetClock clock = new SetClock();
    private final SettlementRetries settlements = new SettlementRetries();
    private volatile boolean away;
    private MongoDatabase database;
    private List<SharedLimits> replicas;

    @BeforeAll
    static void open() {
        mongo = TestDatabase.open(directory);
        client = MongoClients.create(mongo.connectionString());
    }

    @AfterAll
    static void close() {
        client.close();
        mongo.close();
    }

    @BeforeEach
    void start() {
        database = client.getDatabase(mongo.name());
        database.getCollection("rate-limits").drop();
        replicas = List.of(replica("5/10m"), replica("5/10m"));
    }

    @AfterEach
    void stop() {
        settlements.stop();
    }

    private SharedLimits replica(String rate) {
        return new SharedLimits(new Windows(), new TestRates(true, Rate.of(rate), 1_000), clock, settlements);
    }

    private final class Windows extends RateLimitRepository {

        private Windows() {
            super(null);
        }

        @Override
        protected MongoCollection<RateLimitDocument> collection() {
            if (away) {
                throw new MongoTimeoutException("away");
            }
            return database.getCollection("rate-limits", RateLimitDocument.class).withCodecRegistry(CODECS);
        }
    }

    /** Whether a wrong try could be made. */
    private boolean take(int replica, String who) {
        return take(replica, LIMIT, who);
    }

    private boolean take(int replica, Limit limit, String who) {
        try (CountedAttempt counted = replicas.get(replica % 2).newAttempt()) {
            counted.wrong();
            return counted.count(limit, who) == Outcome.COUNTED;
        }
    }

    private Refusal refusal(int replica, Limit limit, String who) {
        CountedAttempt counted = replicas.get(replica).newAttempt();
        assertEquals(Outcome.REFUSED, counted.count(limit, who));
        return counted.refusal().orElseThrow();
    }

    private void pass(Duration duration) {
        clock.now = clock.now.plus(duration);
    }

    @Test
    void ofManyAtOnceAtAllReplicasExactlySoManyGetThrough() throws Exception {
        for (int round = 0; round < 5; round++) {
            String who = "user " + round;
            List<Boolean> taken = Parallel.run(100, i -> take(i, who));
            assertEquals(5, taken.stream().filter(each -> each).count());
        }
    }

    @Test
    void afterTheWindowThereAreAsManyAgain() throws Exception {
        assertEquals(5, Parallel.run(20, i -> take(i, "a")).stream().filter(each -> each).count());
        Refusal refusal = refusal(0, LIMIT, "a");
        assertEquals(Duration.ofMinutes(10), refusal.delay());
        pass(Duration.ofSeconds(599));
        assertFalse(take(0, "a"));
        assertEquals(Duration.ofSeconds(1), refusal(1, LIMIT, "a").delay());
        pass(Duration.ofSeconds(1));
        assertEquals(5, Parallel.run(100, i -> take(i, "a")).stream().filter(each -> each).count());
    }

    @Test
    void everybodyCountsForItself() {
        for (int i = 0; i < 5; i++) {
            assertTrue(take(i, "a"));
        }
        assertFalse(take(0, "a"));
        assertTrue(take(0, "b"));
        assertTrue(take(0, Limit.WRONG_CLAIMS_PER_ACCOUNT, "a"));
    }

    @Test
    void whatIsNotWrongIsGivenBackAndOnlyOnce() {
        for (int i = 0; i < 4; i++) {
            assertTrue(take(i, "a"));
        }
        for (int i = 0; i < 20; i++) {
            CountedAttempt right = replicas.get(i % 2).newAttempt();
            assertEquals(Outcome.COUNTED, right.count(LIMIT, "a"));
            right.close();
            right.close();
        }
        assertTrue(take(0, "a"));
        assertFalse(take(0, "a"));
    }

    @Test
    void whileOthersAreUndecidedNobodyIsRefused() {
        List<CountedAttempt> underWay = IntStream.range(0, 5).mapToObj(i -> replicas.get(i % 2).newAttempt()).toList();
        underWay.forEach(each -> assertEquals(Outcome.COUNTED, each.count(LIMIT, "a")));
        CountedAttempt waiting = replicas.get(1).newAttempt();
        assertEquals(Outcome.UNDECIDED, waiting.count(LIMIT, "a"));
        underWay.get(0).close();
        assertEquals(Outcome.COUNTED, waiting.count(LIMIT, "a"));
        waiting.wrong();
        waiting.close();
        for (CountedAttempt each : underWay.subList(1, 5)) {
            each.wrong();
            each.close();
        }
        assertEquals(Duration.ofMinutes(10), refusal(0, LIMIT, "a").delay());
    }

    @Test
    void whatCannotBeGivenBackNowIsGivenBackLater() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertTrue(take(i, "a"));
        }
        CountedAttempt right = replicas.get(0).newAttempt();
        assertEquals(Outcome.COUNTED, right.count(LIMIT, "a"));
        away = true;
        right.close();
        assertThrows(MongoTimeoutException.class, () -> replicas.get(0).newAttempt().count(LIMIT, "a"));
        away = false;
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        Patience.await(() -> {
            outcome.set(replicas.get(1).newAttempt().count(LIMIT, "a"));
            return outcome.get() != Outcome.UNDECIDED;
        }, "the place is not given back");
        assertEquals(Outcome.COUNTED, outcome.get());
    }

    @Test
    void eachTimeOfBeingLockedOutIsLongerThanTheOneBefore() {
        for (int minutes : List.of(10, 20, 40, 80)) {
            for (int i = 0; i < 5; i++) {
                assertTrue(take(i, GROWING, "a"));
            }
            assertEquals(Duration.ofMinutes(minutes), refusal(0, GROWING, "a").delay());
            pass(Duration.ofMinutes(minutes));
            replicas.get(0).forgetOldOnes();
        }
        for (int i = 0; i < 5; i++) {
            assertTrue(take(i, GROWING, "b"));
        }
        assertEquals(Duration.ofMinutes(10), refusal(0, GROWING, "b").delay());
        pass(Duration.ofDays(3));
        assertTrue(take(0, GROWING, "a"));
        assertEquals(Duration.ofMinutes(10), untilOf(GROWING, "a"));
    }

    private Duration untilOf(Limit limit, String who) {
        Document window = database.getCollection("rate-limits").find(new Document("_id", limit.slug() + " " + who)).first();
        return Duration.between(clock.instant(), window.getDate("until").toInstant());
    }

    @Test
    void whoWasRightIsRememberedForAWhileAtAllReplicas() {
        assertFalse(replicas.get(1).isRemembered("x y"));
        replicas.get(0).remember("x y", Duration.ofDays(30));
        assertTrue(replicas.get(1).isRemembered("x y"));
        pass(Duration.ofDays(29));
        assertTrue(replicas.get(1).isRemembered("x y"));
        pass(Duration.ofDays(1));
        assertFalse(replicas.get(1).isRemembered("x y"));
    }

    @Test
    void whatIsOverIsForgottenAndTheRestIsNot() {
        take(0, "a");
        replicas.get(0).remember("x y", Duration.ofDays(30));
        pass(Duration.ofMinutes(11));
        take(0, "b");
        replicas.get(0).forgetOldOnes();
        assertEquals(2, database.getCollection("rate-limits").countDocuments());
        assertTrue(replicas.get(0).isRemembered("x y"));
    }

    @Test
    void switchedOffNothingIsCounted() {
        SharedLimits off = new SharedLimits(new Windows(),
                new TestRates(false, Rate.of("1/1m"), 1_000), clock, settlements);
        for (int i = 0; i < 3; i++) {
            try (CountedAttempt counted = off.newAttempt()) {
                assertEquals(Outcome.COUNTED, counted.count(LIMIT, "a"));
                counted.wrong();
            }
        }
        off.remember("x y", Duration.ofDays(1));
        assertEquals(0, database.getCollection("rate-limits").countDocuments());
    }
}
