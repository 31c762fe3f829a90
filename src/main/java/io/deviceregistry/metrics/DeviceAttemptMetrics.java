package io.deviceregistry.metrics;

import java.util.Locale;
import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.device.claim.ClaimAttempted;
import io.deviceregistry.device.registration.RegistrationAttempted;
import io.deviceregistry.device.registration.RegistrationKind;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.quarkus.runtime.Startup;

/** Counts attempts to register and to claim devices by their result. */
@Startup
@Singleton
final class DeviceAttemptMetrics {

    private static final int FIRST_ERROR = 400;
    private static final Set<Integer> EXPECTED = Set.of(200, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 507);

    private final Counter registrations;
    private final Counter claims;
    private final boolean enabled;

    DeviceAttemptMetrics(CollectorRegistry registry, MetricsConfig config) {
        this.enabled = config.enabled();
        registrations = Counter.build(MetricNames.REGISTRATIONS,
                "Attempts to register a device: by itself, by its owner, or by itself with an auto-assign token.")
                .labelNames(MetricNames.KIND, MetricNames.ALLOWED, MetricNames.STATUS_CODE).register(registry);
        claims = Counter.build(MetricNames.CLAIMS, "Attempts to claim a device with its challenge.")
                .labelNames(MetricNames.ALLOWED, MetricNames.STATUS_CODE).register(registry);
        for (int status : EXPECTED) {
            for (RegistrationKind kind : RegistrationKind.values()) {
                registration(kind, status);
            }
            claim(status);
        }
    }

    void attempted(@Observes RegistrationAttempted attempt) {
        if (enabled) {
            registration(attempt.kind(), attempt.status()).inc();
        }
    }

    void attempted(@Observes ClaimAttempted attempt) {
        if (enabled) {
            claim(attempt.status()).inc();
        }
    }

    private Counter.Child registration(RegistrationKind kind, int status) {
        return registrations.labels(kind.name().toLowerCase(Locale.ROOT), allowed(status), Integer.toString(status));
    }

    private Counter.Child claim(int status) {
        return claims.labels(allowed(status), Integer.toString(status));
    }

    /** Spelled as in Python, because the name of the label comes from a Python client. */
    private static String allowed(int status) {
        return status < FIRST_ERROR ? "True" : "False";
    }
}
