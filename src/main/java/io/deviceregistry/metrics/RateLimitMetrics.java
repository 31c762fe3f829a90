package io.deviceregistry.metrics;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.Refusal;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.quarkus.runtime.Startup;

/** Counts requests that a limit refused. */
@Startup
@Singleton
final class RateLimitMetrics {

    private final Counter refused;

    RateLimitMetrics(CollectorRegistry registry) {
        refused = Counter.build(MetricNames.RATE_LIMITED, "Requests that were refused because a caller made too many.")
                .labelNames(MetricNames.LIMIT).register(registry);
        for (Limit limit : Limit.values()) {
            refused.labels(limit.slug());
        }
    }

    void refused(@Observes Refusal refusal) {
        refused.labels(refusal.limit().slug()).inc();
    }
}
