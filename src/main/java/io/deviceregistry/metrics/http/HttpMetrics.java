package io.deviceregistry.metrics.http;

import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.metrics.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;

/**
 * Rate, errors and duration of requests. No label value comes from a request: routes are identified by their templates, and all
 * unknown values share one name.
 */
@Singleton
final class HttpMetrics {

    static final String UNKNOWN_HANDLER = "unknown";
    private static final String OTHER_METHOD = "other";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Counter requests;
    private final Counter exceptions;
    private final Gauge inProgress;
    private final Histogram duration;
    private final Histogram size;

    HttpMetrics(CollectorRegistry registry) {
        requests = Counter.build(MetricNames.HTTP_REQUESTS, "HTTP requests that were answered.")
                .labelNames(MetricNames.HANDLER, MetricNames.METHOD, MetricNames.STATUS).register(registry);
        exceptions = Counter.build(MetricNames.HTTP_EXCEPTIONS,
                "HTTP requests that were answered with a server error, by the class of the exception behind it.")
                .labelNames(MetricNames.HANDLER, MetricNames.METHOD, MetricNames.EXCEPTION).register(registry);
        inProgress = Gauge.build(MetricNames.HTTP_IN_PROGRESS,
                "HTTP requests that are being served; those whose route is not found yet have the handler unknown.")
                .labelNames(MetricNames.HANDLER, MetricNames.METHOD).register(registry);
        duration = Histogram.build(MetricNames.HTTP_DURATION,
                "Time from the arrival of a request's head to the end of its answer, in seconds.")
                .labelNames(MetricNames.HANDLER, MetricNames.METHOD, MetricNames.STATUS)
                .exponentialBuckets(0.001, 2, 15).register(registry);
        size = Histogram.build(MetricNames.HTTP_RESPONSE_SIZE, "Size of the bodies of answers before compression, in bytes.")
                .labelNames(MetricNames.HANDLER, MetricNames.METHOD)
                .exponentialBuckets(256, 4, 8).register(registry);
    }

    void started(ServedRequest request) {
        inProgress.labels(UNKNOWN_HANDLER, method(request)).inc();
    }

    void routed(ServedRequest request) {
        String method = method(request);
        inProgress.labels(UNKNOWN_HANDLER, method).dec();
        inProgress.labels(handler(request), method).inc();
    }

    void ended(ServedRequest request) {
        String handler = handler(request);
        String method = method(request);
        String status = Integer.toString(request.status());
        inProgress.labels(handler, method).dec();
        requests.labels(handler, method, status).inc();
        duration.labels(handler, method, status).observe(request.nanos() / 1e9);
        size.labels(handler, method).observe(request.bytes());
        request.fault().ifPresent(fault -> exceptions.labels(handler, method, ExceptionLabel.nameOf(fault)).inc());
    }

    private static String handler(ServedRequest request) {
        return request.route().orElse(UNKNOWN_HANDLER);
    }

    private static String method(ServedRequest request) {
        String name = request.http().method().name();
        return METHODS.contains(name) ? name : OTHER_METHOD;
    }
}
