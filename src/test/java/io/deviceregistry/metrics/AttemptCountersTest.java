package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.deviceregistry.device.claim.ClaimAttempted;
import io.deviceregistry.device.registration.RegistrationAttempted;
import io.deviceregistry.device.registration.RegistrationKind;
import io.prometheus.client.CollectorRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;

/** What the counters of attempts make of the events. */
class AttemptCountersTest {

    private final CollectorRegistry registry = new CollectorRegistry();

    @Test
    void anAttemptCountsUnderItsKindAndItsAnswer() {
        DeviceAttemptMetrics metrics = metrics(Map.of());
        metrics.attempted(new RegistrationAttempted(RegistrationKind.TOKEN, 200));
        metrics.attempted(new RegistrationAttempted(RegistrationKind.TOKEN, 409));
        metrics.attempted(new RegistrationAttempted(RegistrationKind.TOKEN, 409));
        metrics.attempted(new ClaimAttempted(403));
        assertEquals(1, registrations("token", "True", "200"));
        assertEquals(2, registrations("token", "False", "409"));
        assertEquals(0, registrations("device", "True", "200"));
        assertEquals(1, claims("False", "403"));
        assertEquals(0, claims("True", "200"));
    }

    @Test
    void nothingCountsWhileMetricsAreSwitchedOff() {
        DeviceAttemptMetrics metrics = metrics(Map.of("registry.metrics.enabled", "false"));
        metrics.attempted(new RegistrationAttempted(RegistrationKind.DEVICE, 200));
        metrics.attempted(new ClaimAttempted(200));
        assertEquals(0, registrations("device", "True", "200"));
        assertEquals(0, claims("True", "200"));
    }

    private DeviceAttemptMetrics metrics(Map<String, String> settings) {
        MetricsConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(MetricsConfig.class)
                .withDefaultValues(settings).build()
                .getConfigMapping(MetricsConfig.class);
        return new DeviceAttemptMetrics(registry, config);
    }

    private double registrations(String kind, String allowed, String status) {
        return registry.getSampleValue(MetricNames.REGISTRATIONS,
                new String[]{MetricNames.KIND, MetricNames.ALLOWED, MetricNames.STATUS_CODE},
                new String[]{kind, allowed, status});
    }

    private double claims(String allowed, String status) {
        return registry.getSampleValue(MetricNames.CLAIMS,
                new String[]{MetricNames.ALLOWED, MetricNames.STATUS_CODE}, new String[]{allowed, status});
    }
}
