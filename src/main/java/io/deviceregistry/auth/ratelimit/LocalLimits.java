package io.deviceregistry.auth.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Limits that each replica enforces by itself: token buckets for a bounded number of callers. The bucket of a caller who was not
 * seen for the longest period is full again, so it need not be kept.
 */
@Singleton
// The one class of such a cache that the framework does not register for native images.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.PSAMS")
public class LocalLimits {

    private record Key(Limit limit, String who) {
    }

    private final RateLimitConfig config;
    private final RateLimitRejections refusals;
    /** Separate from the buckets of callers: many callers from one address cannot evict the buckets of addresses. */
    private final Cache<Key, Bucket> addresses;
    private final Cache<Key, Bucket> callers;

    LocalLimits(RateLimitConfig config, RateLimitRejections refusals) {
        this.config = config;
        this.refusals = refusals;
        this.addresses = buckets(true);
        this.callers = buckets(false);
    }

    private Cache<Key, Bucket> buckets(boolean ofAddresses) {
        Duration longest = Stream.of(Limit.values()).filter(limit -> limit.isOfAddress() == ofAddresses)
                .map(limit -> limit.rate(config).period()).max(Duration::compareTo).orElseThrow();
        return Caffeine.newBuilder().maximumSize(config.remembered() / 2).expireAfterAccess(longest).build();
    }

    /**
     * Counts one request.
     *
     * @throws io.deviceregistry.problem.ProblemException too-many-requests
     */
    public void take(Limit limit, String who) {
        refusal(limit, who).ifPresent(refusals::refuse);
    }

    /** Counts one request if it is allowed; otherwise returns the refusal. */
    public Optional<Refusal> refusal(Limit limit, String who) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        ConsumptionProbe probe = bucket(limit, who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(refusal(limit, probe.getNanosToWaitForRefill()));
    }

    /** Like {@link #refusal}, but counts nothing. */
    public Optional<Refusal> wouldRefuse(Limit limit, String who) {
        if (!config.enabled()) {
            return Optional.empty();
        }
        EstimationProbe probe = bucket(limit, who).estimateAbilityToConsume(1);
        return probe.canBeConsumed() ? Optional.empty() : Optional.of(refusal(limit, probe.getNanosToWaitForRefill()));
    }

    private Refusal refusal(Limit limit, long nanosToWait) {
        return new Refusal(limit, limit.rate(config), Duration.ofNanos(nanosToWait));
    }

    /** Takes back one count. */
    public void giveBack(Limit limit, String who) {
        if (config.enabled()) {
            bucket(limit, who).addTokens(1);
        }
    }

    private Bucket bucket(Limit limit, String who) {
        Cache<Key, Bucket> buckets = limit.isOfAddress() ? addresses : callers;
        return buckets.get(new Key(limit, who), key -> {
            Rate rate = key.limit().rate(config);
            return Bucket.builder()
                    .addLimit(bandwidth -> bandwidth.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
                    .build();
        });
    }

    /** How many buckets are kept, after the expired ones are evicted. */
    long remembered() {
        addresses.cleanUp();
        callers.cleanUp();
        return addresses.estimatedSize() + callers.estimatedSize();
    }
}
