package io.deviceregistry.metrics;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.Problems;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves {@code /metrics/} at the service's port. It stands before the route that Quarkus makes at the same path, which
 * answers OpenMetrics to callers who did not ask for it and 406 to some who did.
 */
@Singleton
final class MetricsRoute {

    static final String PATH = "/metrics/";
    static final List<String> PATHS = List.of(PATH, "/metrics");
    /** Behind the filters of all requests, before every other route. */
    private static final int ORDER = -500;

    private final ScrapeHandler scrapes;
    private final Problems problems;
    private final MetricsConfig config;

    MetricsRoute(ScrapeHandler scrapes, Problems problems, MetricsConfig config) {
        this.scrapes = scrapes;
        this.problems = problems;
        this.config = config;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.route(path).order(ORDER).handler(this::handle));
    }

    private void handle(RoutingContext context) {
        if (!config.enabled() || config.port().isPresent()) {
            problems.end(context, ProblemException.notFound("There is no such route: metrics"));
            return;
        }
        ServedRequest.route(context, PATH);
        scrapes.handle(context);
    }
}
