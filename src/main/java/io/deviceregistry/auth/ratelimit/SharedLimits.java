package io.deviceregistry.auth.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.scheduler.Scheduled;

/**
 * Limits that all replicas share in the database: one document for each key, with a time window that begins with the
 * first attempt. An attempt is counted by one conditional update before it is made, so that concurrent attempts cannot exceed the
 * limit, and stays on a list until it is decided. If there is no place while others are undecided, the attempt may wait. A
 * refusal is repeated for a moment without a query, so that a flood does not reach the database.
 */
@Singleton
public class SharedLimits {

    private static final Duration REFUSED_FOR = Duration.ofSeconds(2);
    private static final Duration REWRITE_AFTER = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long MAX_DOUBLINGS = 20;
    private static final Logger LOG = Logger.getLogger(SharedLimits.class);

    private final RateLimitRepository windows;
    private final RateLimitConfig config;
    private final Clock clock;
    private final SettlementRetries settlements;
    private final Cache<String, Instant> refused;
    private final Cache<String, Boolean> remembered;

    SharedLimits(RateLimitRepository windows, RateLimitConfig config, Clock clock, SettlementRetries settlements) {
        this.windows = windows;
        this.config = config;
        this.clock = clock;
        this.settlements = settlements;
        this.refused = Caffeine.newBuilder().maximumSize(config.remembered()).expireAfterWrite(REFUSED_FOR).build();
        this.remembered = Caffeine.newBuilder().maximumSize(config.remembered()).expireAfterWrite(REWRITE_AFTER).build();
    }

    /** The result of counting an attempt. */
    record Counted(CountedAttempt.Outcome outcome, Optional<Reservation> reservation, Optional<Refusal> refusal) {

        static final Counted WITHOUT_LIMITS = new Counted(CountedAttempt.Outcome.COUNTED, Optional.empty(), Optional.empty());

        static Counted of(Reservation reservation) {
            return new Counted(CountedAttempt.Outcome.COUNTED, Optional.of(reservation), Optional.empty());
        }

        static Counted refused(CountedAttempt.Outcome outcome, Refusal refusal) {
            return new Counted(outcome, Optional.empty(), Optional.of(refusal));
        }
    }

    /** A new attempt that no limit has counted yet. */
    public CountedAttempt newAttempt() {
        return new CountedAttempt(this);
    }

    /** The refusal of a moment ago, if any; without a query. */
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

    /** Counts one attempt if it is allowed. */
    Counted reserve(Limit limit, String who) {
        if (!config.enabled()) {
            return Counted.WITHOUT_LIMITS;
        }
        String id = id(limit, who);
        Instant now = clock.instant();
        Optional<Refusal> recent = recentRefusal(limit, id, now);
        if (recent.isPresent()) {
            return Counted.refused(CountedAttempt.Outcome.REFUSED, recent.get());
        }
        ObjectId number = new ObjectId();
        try {
            Optional<Reservation> counted = count(limit, id, number, now);
            return counted.map(Counted::of).orElseGet(() -> refuse(limit, id, now));
        } catch (RuntimeException e) {
            // The database may have counted it, or may still do so.
            settlements.later(() -> windows.giveBack(id, number));
            throw e;
        }
    }

    private Counted refuse(Limit limit, String id, Instant now) {
        Optional<RateLimitDocument> window = windows.byId(id);
        if (window.isEmpty()) {
            return Counted.refused(CountedAttempt.Outcome.UNDECIDED, refusal(limit, now, now));
        }
        Instant until = window.get().until();
        boolean undecided = window.get().wrong() < limit.rate(config).count();
        if (!undecided) {
            refused.put(id, until);
        }
        return Counted.refused(undecided ? CountedAttempt.Outcome.UNDECIDED : CountedAttempt.Outcome.REFUSED,
                refusal(limit, now, until));
    }

    /** The attempt was wrong. */
    void keep(Reservation reservation) {
        nowOrLater(() -> windows.keep(reservation.window(), reservation.number()));
        if (reservation.last() && reservation.limit().isGrowing()) {
            nowOrLater(() -> lengthenNext(reservation));
        }
    }

    /** The attempt was right, or was not made. */
    void giveBack(Reservation reservation) {
        nowOrLater(() -> windows.giveBack(reservation.window(), reservation.number()));
    }

    private void nowOrLater(BooleanSupplier settle) {
        try {
            settle.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debug("An attempt is settled later", e);
            settlements.later(settle);
        }
    }

    private Optional<Reservation> count(Limit limit, String id, ObjectId number, Instant now) {
        return countInWindow(limit, id, number, now).or(() -> beginWindow(limit, id, number, now));
    }

    private Optional<Reservation> countInWindow(Limit limit, String id, ObjectId number, Instant now) {
        long max = limit.rate(config).count();
        return windows.count(id, number, max, now).map(window -> new Reservation(limit, id, number, window.used() == max));
    }

    private Optional<Reservation> beginWindow(Limit limit, String id, ObjectId number, Instant now) {
        if (windows.begin(id, number, now, now.plus(length(limit, id, now)))) {
            return Optional.of(new Reservation(limit, id, number, limit.rate(config).count() == 1));
        }
        // The window is exhausted, or another request opened it first.
        return countInWindow(limit, id, number, now);
    }

    /** The length of the next window: doubled for each window that was exhausted during the last day. */
    private Duration length(Limit limit, String id, Instant now) {
        Duration period = limit.rate(config).period();
        Optional<RateLimitDocument> level = limit.isGrowing() ? windows.byId(levelOf(id)) : Optional.empty();
        if (level.isEmpty() || !level.get().until().isAfter(now)) {
            return period;
        }
        long doublings = Math.min(level.get().level(), MAX_DOUBLINGS);
        Duration longer = period.multipliedBy(1L << doublings);
        return longer.compareTo(LONGEST) < 0 ? longer : max(period, LONGEST);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean lengthenNext(Reservation reservation) {
        Instant forgotten = clock.instant().plus(max(reservation.limit().rate(config).period(), LONGEST)).plus(LONGEST);
        windows.raiseLevel(levelOf(reservation.window()), forgotten);
        return true;
    }

    private static String levelOf(String id) {
        return "level " + id;
    }

    private static String id(Limit limit, String who) {
        return limit.slug() + " " + who;
    }

    /** Remembers a key, such as a user and an address, for this long. */
    public void remember(String key, Duration duration) {
        if (config.enabled() && remembered.getIfPresent(key) == null) {
            windows.remember(key, clock.instant().plus(duration));
            remembered.put(key, true);
        }
    }

    /** Whether the key is remembered and has not expired. */
    public boolean isRemembered(String key) {
        return config.enabled() && (remembered.getIfPresent(key) != null
                || windows.byId(key).filter(known -> known.until().isAfter(clock.instant())).isPresent());
    }

    @Scheduled(identity = "forget-rate-limits", every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void forgetOldOnes() {
        windows.forgetBefore(clock.instant());
    }
}
