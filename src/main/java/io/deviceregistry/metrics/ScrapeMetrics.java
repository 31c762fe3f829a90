package io.deviceregistry.metrics;

import java.util.List;

import jakarta.inject.Singleton;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Scrapes of the service, under the names that Prometheus' own handler uses. */
@Singleton
final class ScrapeMetrics {

    private final Gauge inFlight;
    private final Counter requests;

    ScrapeMetrics(CollectorRegistry registry) {
        inFlight = Gauge.build(MetricNames.SCRAPES_IN_FLIGHT, "Current number of scrapes being served.").register(registry);
        requests = Counter.build(MetricNames.SCRAPES, "Total number of scrapes by HTTP status code.")
                .labelNames(MetricNames.CODE).register(registry);
        List.of("200", "500", "503").forEach(requests::labels);
    }

    void started() {
        inFlight.inc();
    }

    void ended(int status) {
        inFlight.dec();
        requests.labels(Integer.toString(status)).inc();
    }
}
