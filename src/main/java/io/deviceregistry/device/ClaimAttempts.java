package io.deviceregistry.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.account.Prn;
import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.SchemaVersion;
import io.quarkus.scheduler.Scheduled;

/**
 * Counts wrong challenges, in the database, so that all replicas count together. One caller is locked out of one device
 * for a growing time; all callers together only make the answers about that device slower, so that nobody can lock out the
 * rightful owner.
 */
@Singleton
public class ClaimAttempts implements IndexedStore {

    static final int FREE_TRIES = 10;
    private static final Duration FIRST_LOCK = Duration.ofMinutes(1);
    private static final Duration LONGEST_LOCK = Duration.ofHours(1);
    private static final Duration MEMORY = Duration.ofHours(24);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
    private static final long DELAY_STEP_MS = 20;
    private static final String ID = "_id";
    private static final String BY_LAST = "last";

    private final MongoCollection<ClaimAttemptDocument> attempts;
    private final Clock clock;

    ClaimAttempts(MongoDatabase database, Clock clock) {
        this.attempts = database.getCollection(ClaimAttemptDocument.COLLECTION, ClaimAttemptDocument.class);
        this.clock = clock;
    }

    @Override
    public String collection() {
        return ClaimAttemptDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(ClaimAttemptDocument.LAST), new IndexOptions().name(BY_LAST)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_LAST, ClaimAttemptDocument.LAST));
    }

    /** How long this caller must wait before it may try this device again; none when it may. */
    Optional<Duration> lockedFor(String device, Prn caller) {
        ClaimAttemptDocument wrong = find(key(device, caller));
        if (wrong == null || wrong.failures < FREE_TRIES) {
            return Optional.empty();
        }
        int doublings = Math.min(wrong.failures - FREE_TRIES, 10);
        Duration lock = FIRST_LOCK.multipliedBy(1L << doublings);
        Instant until = wrong.last.plus(lock.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : lock);
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** How much the next answer about this device is to be slowed down. */
    Duration delay(String device) {
        ClaimAttemptDocument wrong = find(device);
        if (wrong == null || wrong.failures <= FREE_TRIES) {
            return Duration.ZERO;
        }
        long millis = (wrong.failures - FREE_TRIES) * DELAY_STEP_MS;
        return Duration.ofMillis(Math.min(millis, LONGEST_DELAY.toMillis()));
    }

    void failed(String device, Prn caller) {
        count(device);
        count(key(device, caller));
    }

    void succeeded(String device, Prn caller) {
        attempts.deleteOne(new Document(ID, device));
        attempts.deleteOne(new Document(ID, key(device, caller)));
    }

    @Scheduled(identity = "forget-claim-attempts", every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOldOnes() {
        attempts.deleteMany(new Document(ClaimAttemptDocument.LAST,
                new Document("$lt", clock.instant().minus(MEMORY))));
    }

    private void count(String key) {
        attempts.updateOne(new Document(ID, key), Updates.combine(
                Updates.inc(ClaimAttemptDocument.FAILURES, 1),
                Updates.set(ClaimAttemptDocument.LAST, clock.instant()),
                Updates.setOnInsert(ClaimAttemptDocument.SCHEMA, SchemaVersion.CURRENT)), new UpdateOptions().upsert(true));
    }

    private ClaimAttemptDocument find(String key) {
        return attempts.find(new Document(ID, key)).first();
    }

    private static String key(String device, Prn caller) {
        return device + " " + caller;
    }
}
