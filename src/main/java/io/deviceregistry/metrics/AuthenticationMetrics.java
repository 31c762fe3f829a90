package io.deviceregistry.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.auth.AuthenticationAttempt;
import io.deviceregistry.auth.AuthenticationAttempt.Result;
import io.deviceregistry.auth.AuthenticationAttempt.Type;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.quarkus.runtime.Startup;

/** Counts logins and presented access tokens by their result. */
@Startup
@Singleton
final class AuthenticationMetrics {

    private final Map<Result, Map<Type, Counter.Child>> attempts = new EnumMap<>(Result.class);
    private final Map<Result, Histogram.Child> durations = new EnumMap<>(Result.class);

    AuthenticationMetrics(CollectorRegistry registry) {
        Counter byResultAndType = Counter.build(MetricNames.AUTHENTICATION_ATTEMPTS,
                "Logins of accounts, devices and anonymous callers, and access tokens that requests presented.")
                .labelNames(MetricNames.RESULT, MetricNames.TYPE).register(registry);
        Histogram byResult = Histogram.build(MetricNames.AUTHENTICATION_DURATION,
                "Time that the service took to check a login or an access token, in seconds.")
                .labelNames(MetricNames.RESULT).exponentialBuckets(0.001, 2, 13).register(registry);
        for (Result result : Result.values()) {
            durations.put(result, byResult.labels(label(result)));
            Map<Type, Counter.Child> byType = new EnumMap<>(Type.class);
            for (Type type : Type.values()) {
                byType.put(type, byResultAndType.labels(label(result), label(type)));
            }
            attempts.put(result, byType);
        }
    }

    void attempted(@Observes AuthenticationAttempt attempt) {
        attempts.get(attempt.result()).get(attempt.type()).inc();
        durations.get(attempt.result()).observe(attempt.duration().toNanos() / 1e9);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
