package io.deviceregistry.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;

import io.deviceregistry.Parallel;
import io.deviceregistry.TestDatabase;

/** Two replicas with one database and one clock. */
class SharedLimitsTest {

    private static final Limit LIMIT = Limit.WRONG_LOGINS_PER_USER;

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

    private static TestDatabase mongo;
    private static MongoClient client;

    private final SetClock clock = new SetClock();
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

    private SharedLimits replica(String rate) {
        return new SharedLimits(() -> database.getCollection("rate-limits"), new TestRates(true, Rate.of(rate), 1_000), clock,
                null);
    }

    private boolean take(int replica, String who) {
        return replicas.get(replica % 2).refusal(LIMIT, who).isEmpty();
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
        Refusal refusal = replicas.get(0).refusal(LIMIT, "a").orElseThrow();
        assertEquals(Duration.ofMinutes(10), refusal.delay());
        pass(Duration.ofSeconds(599));
        assertFalse(take(0, "a"));
        assertEquals(Duration.ofSeconds(1), replicas.get(1).refusal(LIMIT, "a").orElseThrow().delay());
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
        assertTrue(replicas.get(0).refusal(Limit.WRONG_CLAIMS_PER_ACCOUNT, "a").isEmpty());
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndNoMore() {
        for (int i = 0; i < 5; i++) {
            assertTrue(take(i, "a"));
        }
        assertFalse(take(0, "a"));
        replicas.get(0).giveBack(LIMIT, "a");
        assertTrue(take(0, "a"));
        assertFalse(take(0, "a"));
        for (int i = 0; i < 20; i++) {
            replicas.get(0).giveBack(LIMIT, "a");
        }
        int taken = 0;
        while (take(0, "a")) {
            taken++;
        }
        assertEquals(5, taken);
        replicas.get(0).giveBack(LIMIT, "never seen");
        assertTrue(take(0, "never seen"));
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
        SharedLimits off = new SharedLimits(() -> database.getCollection("rate-limits"),
                new TestRates(false, Rate.of("1/1m"), 1_000), clock, null);
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), off.refusal(LIMIT, "a"));
        }
        off.giveBack(LIMIT, "a");
        off.remember("x y", Duration.ofDays(1));
        assertEquals(0, database.getCollection("rate-limits").countDocuments());
    }
}
