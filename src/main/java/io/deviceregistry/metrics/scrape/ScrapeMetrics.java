package io.deviceregistry.metrics.scrape;

import java.util.List;

import jakarta.inject.Singleton;

import io.deviceregistry.metrics.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Scrapes of the service, under the names that Prometheus' own handler uses. */
@Singleton
final class ScrapeMetrics {

    /** The statuses that Prometheus' own handler counts; a refused request is not a scrape. */
    private static final List<String> CODES = List.of("200", "500", "503");

    private final Gauge inFlight;
    private final Counter requests;

    ScrapeMetrics(CollectorRegistry registry) {
        inFlight = Gauge.build(MetricNames.SCRAPES_IN_FLIGHT, "Current number of scrapes being served.").register(registry);
        requests = Counter.build(MetricNames.SCRAPES, "Total number of scrapes by HTTP status code.")
                .labelNames(MetricNames.CODE).register(registry);
        CODES.forEach(requests::labels);
    }

    void started() {
        inFlight.inc();
    }

    void ended(int status) {
        inFlight.dec();
        String code = Integer.toString(status);
        if (CODES.contains(code)) {
            requests.labels(code).inc();
        }
    }
}
