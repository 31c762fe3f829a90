package io.deviceregistry.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.bson.Document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.storage.DatabaseFaults;
import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.SchemaVersion;
import io.deviceregistry.storage.TimedCollections;
import io.quarkus.scheduler.Scheduled;

/**
 * Limits that all replicas keep together, in the database: one document for each user or pair, with a window of time that
 * begins with its first try. A try is counted by one conditional update, so that of many at once exactly as many get through
 * as may. Who was refused is refused again for a moment without asking the database, so that a flood does not reach it.
 */
@Singleton
public class SharedLimits implements IndexedStore {

    private static final String COLLECTION = "rate-limits";
    private static final String ID = "_id";
    private static final String SCHEMA = "schema";
    private static final String USED = "used";
    private static final String UNTIL = "until";
    private static final String BY_UNTIL = "until";
    private static final Duration REFUSED_FOR = Duration.ofSeconds(2);
    private static final Duration REMEMBERED_AGAIN = Duration.ofHours(1);
    private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true);

    private final Supplier<MongoCollection<Document>> windows;
    private final RateLimitConfig config;
    private final Clock clock;
    private final Refusals refusals;
    private final Cache<String, Instant> refused;
    private final Cache<String, Boolean> remembered;

    @Inject
    SharedLimits(TimedCollections collections, RateLimitConfig config, Clock clock, Refusals refusals) {
        this(collections.get(COLLECTION, Document.class), config, clock, refusals);
    }

    SharedLimits(Supplier<MongoCollection<Document>> windows, RateLimitConfig config, Clock clock, Refusals refusals) {
        this.windows = windows;
        this.config = config;
        this.clock = clock;
        this.refusals = refusals;
        this.refused = Caffeine.newBuilder().maximumSize(config.remembered()).expireAfterWrite(REFUSED_FOR).build();
        this.remembered = Caffeine.newBuilder().maximumSize(config.remembered()).expireAfterWrite(REMEMBERED_AGAIN).build();
    }

    @Override
    public String collection() {
        return COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(UNTIL), new IndexOptions().name(BY_UNTIL)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_UNTIL, UNTIL));
    }

    /**
     * Counts one.
     *
     * @throws io.deviceregistry.problem.ProblemException too-many-requests
     */
    public void take(Limit limit, String who) {
        refusal(limit, who).ifPresent(refusals::refuse);
    }

    /** Counts one, if it is allowed. */
    public Optional<Refusal> refusal(Limit limit, String who) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        Rate rate = limit.rate(config);
        String id = id(limit, who);
        Instant now = clock.instant();
        Instant until = refused.getIfPresent(id);
        if (until == null || !until.isAfter(now)) {
            if (count(id, rate, now)) {
                return Optional.empty();
            }
            until = until(id).orElse(now);
            refused.put(id, until);
        }
        return Optional.of(new Refusal(limit, rate, Duration.between(now, until)));
    }

    /** Takes one count back. */
    public void giveBack(Limit limit, String who) {
        if (config.enabled()) {
            String id = id(limit, who);
            windows.get().updateOne(open(id, clock.instant()).append(USED, new Document("$gt", 0L)), Updates.inc(USED, -1L));
            refused.invalidate(id);
        }
    }

    private boolean count(String id, Rate rate, Instant now) {
        return countInWindow(id, rate, now) || beginWindow(id, rate, now);
    }

    private boolean countInWindow(String id, Rate rate, Instant now) {
        Document filter = open(id, now).append(USED, new Document("$lt", rate.count()));
        return windows.get().findOneAndUpdate(filter, Updates.inc(USED, 1L)) != null;
    }

    private boolean beginWindow(String id, Rate rate, Instant now) {
        Document filter = new Document(ID, id).append(UNTIL, new Document("$lte", now));
        try {
            windows.get().findOneAndUpdate(filter,
                    Updates.combine(Updates.set(USED, 1L), Updates.set(UNTIL, now.plus(rate.period())),
                            Updates.setOnInsert(SCHEMA, SchemaVersion.CURRENT)),
                    UPSERT);
            return true;
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            // The window is used up, or another was first to begin it.
            return countInWindow(id, rate, now);
        }
    }

    private static Document open(String id, Instant now) {
        return new Document(ID, id).append(UNTIL, new Document("$gt", now));
    }

    private Optional<Instant> until(String id) {
        return Optional.ofNullable(windows.get().find(new Document(ID, id)).first())
                .map(found -> found.getDate(UNTIL).toInstant());
    }

    private static String id(Limit limit, String who) {
        return limit.slug() + " " + who;
    }

    /** Remembers a pair for so long. */
    public void remember(String what, Duration duration) {
        if (config.enabled() && remembered.getIfPresent(what) == null) {
            windows.get().updateOne(new Document(ID, what), Updates.combine(Updates.set(UNTIL, clock.instant().plus(duration)),
                    Updates.setOnInsert(SCHEMA, SchemaVersion.CURRENT)), new UpdateOptions().upsert(true));
            remembered.put(what, true);
        }
    }

    /** Whether it was remembered and the time is not over. */
    public boolean isRemembered(String what) {
        return until(what).filter(time -> time.isAfter(clock.instant())).isPresent();
    }

    @Scheduled(identity = "forget-rate-limits", every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void forgetOldOnes() {
        windows.get().deleteMany(new Document(UNTIL, new Document("$lt", clock.instant())));
    }
}
