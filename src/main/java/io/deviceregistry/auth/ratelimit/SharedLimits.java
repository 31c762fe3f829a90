package io.deviceregistry.auth.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;
import io.quarkus.scheduler.Scheduled;

/**
 * Limits that all replicas keep together, in the database: one document for each user or pair, with a window of time that
 * begins with its first try. A try is counted by one conditional update before it is made, so that of many at once exactly as
 * many are made as may, and stays on a list until it is decided. Who finds no place while others are undecided may wait; who
 * was refused is refused again for a moment without asking the database, so that a flood does not reach it.
 */
@Singleton
public class SharedLimits implements IndexedRepository {

    private static final String COLLECTION = "rate-limits";
    private static final String ID = "_id";
    private static final String SCHEMA = "schema";
    private static final String USED = "used";
    private static final String UNTIL = "until";
    private static final String PENDING = "pending";
    private static final String LEVEL = "level";
    private static final String BY_UNTIL = "until";
    private static final Duration REFUSED_FOR = Duration.ofSeconds(2);
    private static final Duration REMEMBERED_AGAIN = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long MAX_DOUBLINGS = 20;
    private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true);
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
    private static final Function<ObjectId, Bson> DECIDE = number -> Updates.pull(PENDING, number);
    private static final Function<ObjectId, Bson> GIVE_BACK = number -> Updates.combine(Updates.pull(PENDING, number),
            Updates.inc(USED, -1L));
    private static final Logger LOG = Logger.getLogger(SharedLimits.class);

    private final Supplier<MongoCollection<Document>> windows;
    private final RateLimitConfig config;
    private final Clock clock;
    private final Settlements settlements;
    private final Cache<String, Instant> refused;
    private final Cache<String, Boolean> remembered;

    @Inject
    SharedLimits(TimedCollections collections, RateLimitConfig config, Clock clock, Settlements settlements) {
        this(collections.get(COLLECTION, Document.class), config, clock, settlements);
    }

    SharedLimits(Supplier<MongoCollection<Document>> windows, RateLimitConfig config, Clock clock, Settlements settlements) {
        this.windows = windows;
        this.config = config;
        this.clock = clock;
        this.settlements = settlements;
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

    /** What became of a try that was to be counted. */
    record Counted(CountedTry.Outcome outcome, Optional<Reservation> reservation, Optional<Refusal> refusal) {

        static final Counted WITHOUT_LIMITS = new Counted(CountedTry.Outcome.COUNTED, Optional.empty(), Optional.empty());

        static Counted of(Reservation reservation) {
            return new Counted(CountedTry.Outcome.COUNTED, Optional.of(reservation), Optional.empty());
        }

        static Counted refused(CountedTry.Outcome outcome, Refusal refusal) {
            return new Counted(outcome, Optional.empty(), Optional.of(refusal));
        }
    }

    /** A try that nothing has counted yet. */
    public CountedTry newTry() {
        return new CountedTry(this);
    }

    /** Refuses without asking the database, where it refused this a moment ago. */
    public Optional<Refusal> recentRefusal(Limit limit, String who) {
        return config.enabled() ? recentRefusal(limit, id(limit, who), clock.instant()) : Optional.empty();
    }

    private Optional<Refusal> recentRefusal(Limit limit, String id, Instant now) {
        return Optional.ofNullable(refused.getIfPresent(id)).filter(until -> until.isAfter(now))
                .map(until -> refusal(limit, now, until));
    }

    private Refusal refusal(Limit limit, Instant now, Instant until) {
        return new Refusal(limit, limit.rate(config), Duration.between(now, until));
    }

    /** Counts one, if it is allowed. */
    Counted reserve(Limit limit, String who) {
        if (!config.enabled()) {
            return Counted.WITHOUT_LIMITS;
        }
        String id = id(limit, who);
        Instant now = clock.instant();
        Optional<Refusal> recent = recentRefusal(limit, id, now);
        if (recent.isPresent()) {
            return Counted.refused(CountedTry.Outcome.REFUSED, recent.get());
        }
        ObjectId number = new ObjectId();
        try {
            Optional<Reservation> counted = count(limit, id, number, now);
            return counted.map(Counted::of).orElseGet(() -> refuse(limit, id, now));
        } catch (RuntimeException e) {
            // The database may have counted it, or may do so still.
            settlements.later(() -> settle(id, number, GIVE_BACK));
            throw e;
        }
    }

    private Counted refuse(Limit limit, String id, Instant now) {
        Document window = windows.get().find(new Document(ID, id)).first();
        if (window == null) {
            return Counted.refused(CountedTry.Outcome.UNDECIDED, refusal(limit, now, now));
        }
        Instant until = window.getDate(UNTIL).toInstant();
        long wrong = window.get(USED, Number.class).longValue() - window.getList(PENDING, ObjectId.class, List.of()).size();
        boolean undecided = wrong < limit.rate(config).count();
        if (!undecided) {
            refused.put(id, until);
        }
        return Counted.refused(undecided ? CountedTry.Outcome.UNDECIDED : CountedTry.Outcome.REFUSED,
                refusal(limit, now, until));
    }

    /** The try was wrong. */
    void keep(Reservation reservation) {
        nowOrLater(() -> settle(reservation.window(), reservation.number(), DECIDE));
        if (reservation.last() && reservation.limit().isGrowing()) {
            nowOrLater(() -> lengthenNext(reservation));
        }
    }

    /** The try was right, or was not made. */
    void giveBack(Reservation reservation) {
        nowOrLater(() -> settle(reservation.window(), reservation.number(), GIVE_BACK));
    }

    private void nowOrLater(BooleanSupplier settle) {
        try {
            settle.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debug("A try is settled later", e);
            settlements.later(settle);
        }
    }

    private boolean settle(String id, ObjectId number, Function<ObjectId, Bson> how) {
        Document filter = new Document(ID, id).append(PENDING, number);
        return windows.get().updateOne(filter, how.apply(number)).getMatchedCount() == 1;
    }

    private Optional<Reservation> count(Limit limit, String id, ObjectId number, Instant now) {
        return countInWindow(limit, id, number, now).or(() -> beginWindow(limit, id, number, now));
    }

    private Optional<Reservation> countInWindow(Limit limit, String id, ObjectId number, Instant now) {
        long max = limit.rate(config).count();
        Document filter = open(id, now).append(USED, new Document("$lt", max));
        Document after = windows.get().findOneAndUpdate(filter,
                Updates.combine(Updates.inc(USED, 1L), Updates.push(PENDING, number)), AFTER);
        return Optional.ofNullable(after).map(
                window -> new Reservation(limit, id, number, window.get(USED, Number.class).longValue() == max));
    }

    private Optional<Reservation> beginWindow(Limit limit, String id, ObjectId number, Instant now) {
        Rate rate = limit.rate(config);
        Document filter = new Document(ID, id).append(UNTIL, new Document("$lte", now));
        try {
            windows.get().findOneAndUpdate(filter,
                    Updates.combine(Updates.set(USED, 1L), Updates.set(PENDING, List.of(number)),
                            Updates.set(UNTIL, now.plus(length(limit, id, now))),
                            Updates.setOnInsert(SCHEMA, SchemaVersion.CURRENT)),
                    UPSERT);
            return Optional.of(new Reservation(limit, id, number, rate.count() == 1));
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            // The window is used up, or another was first to begin it.
            return countInWindow(limit, id, number, now);
        }
    }

    /** Twice as long for each window that was used up during the last day. */
    private Duration length(Limit limit, String id, Instant now) {
        Duration period = limit.rate(config).period();
        Document level = limit.isGrowing() ? windows.get().find(new Document(ID, levelOf(id))).first() : null;
        if (level == null || !level.getDate(UNTIL).toInstant().isAfter(now)) {
            return period;
        }
        long doublings = Math.min(level.get(LEVEL, Number.class).longValue(), MAX_DOUBLINGS);
        Duration longer = period.multipliedBy(1L << doublings);
        return longer.compareTo(LONGEST) < 0 ? longer : max(period, LONGEST);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean lengthenNext(Reservation reservation) {
        Instant forgotten = clock.instant().plus(max(reservation.limit().rate(config).period(), LONGEST)).plus(LONGEST);
        windows.get().updateOne(new Document(ID, levelOf(reservation.window())),
                Updates.combine(Updates.inc(LEVEL, 1L), Updates.set(UNTIL, forgotten),
                        Updates.setOnInsert(SCHEMA, SchemaVersion.CURRENT)),
                new UpdateOptions().upsert(true));
        return true;
    }

    private static String levelOf(String id) {
        return "level " + id;
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
        return config.enabled() && (remembered.getIfPresent(what) != null
                || until(what).filter(time -> time.isAfter(clock.instant())).isPresent());
    }

    @Scheduled(identity = "forget-rate-limits", every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void forgetOldOnes() {
        windows.get().deleteMany(new Document(UNTIL, new Document("$lt", clock.instant())));
    }
}
