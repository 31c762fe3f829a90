package io.deviceregistry.metrics.scrape;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.http.filter.FilterOrder;
import io.deviceregistry.metrics.MetricsConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves {@code /metrics/} at the port of the service. It shadows the route that Quarkus adds for {@code /metrics} and everything
 * below it, which ignores the {@code registry.metrics.*} settings.
 */
@Singleton
public final class MetricsRoute {

    /** Where scrapes are answered. */
    public static final String PATH = "/metrics/";
    static final List<String> PATHS = List.of(PATH, "/metrics");

    private final ScrapeHandler scrapes;
    private final Problems problems;
    private final MetricsConfig config;

    MetricsRoute(ScrapeHandler scrapes, Problems problems, MetricsConfig config) {
        this.scrapes = scrapes;
        this.problems = problems;
        this.config = config;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.route(path).order(FilterOrder.METRICS_ROUTE).handler(this::handle));
        router.route(PATH + "*").order(FilterOrder.METRICS_ROUTE + 1).handler(context -> problems.end(context, notFound()));
    }

    private void handle(RoutingContext context) {
        if (!config.enabled() || config.port().isPresent()) {
            problems.end(context, notFound());
            return;
        }
        ServedRequest.route(context, PATH);
        scrapes.handle(context);
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such route");
    }
}
