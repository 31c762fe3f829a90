package io.deviceregistry.metrics;

import java.util.Locale;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.account.AuthenticationAttempt;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.quarkus.runtime.Startup;

/** Logins and access tokens that were shown, and how they were judged. */
@Startup
@Singleton
final class AuthenticationMetrics {

    private final Counter attempts;
    private final Histogram duration;

    AuthenticationMetrics(CollectorRegistry registry) {
        attempts = Counter.build(MetricNames.AUTHENTICATION_ATTEMPTS,
                "Logins of accounts, of devices and as nobody, and access tokens that requests showed.")
                .labelNames(MetricNames.RESULT, MetricNames.TYPE).register(registry);
        duration = Histogram.build(MetricNames.AUTHENTICATION_DURATION,
                "Time that the service took to judge a login or an access token, in seconds.")
                .labelNames(MetricNames.RESULT).exponentialBuckets(0.001, 2, 13).register(registry);
        for (AuthenticationAttempt.Result result : AuthenticationAttempt.Result.values()) {
            duration.labels(label(result));
            for (AuthenticationAttempt.Type type : AuthenticationAttempt.Type.values()) {
                attempts.labels(label(result), label(type));
            }
        }
    }

    void attempted(@Observes AuthenticationAttempt attempt) {
        attempts.labels(label(attempt.result()), label(attempt.type())).inc();
        duration.labels(label(attempt.result())).observe(attempt.duration().toNanos() / 1e9);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
