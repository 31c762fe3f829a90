package io.deviceregistry.metrics.scrape;

import java.util.concurrent.CompletionException;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.deviceregistry.http.connection.ConnectionGates;
import io.deviceregistry.http.message.RequestChecks;
import io.deviceregistry.metrics.MetricsConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/** Serves {@code /metrics/}, and nothing else, at a separate port, if the configuration names one. */
@Singleton
final class MetricsServer {

    private static final Logger LOG = Logger.getLogger(MetricsServer.class);

    private final Vertx vertx;
    private final RequestChecks checks;
    private final ScrapeHandler scrapes;
    private final Problems problems;
    private final MetricsConfig config;
    private final ConnectionGates gates;
    private final String host;

    MetricsServer(Vertx vertx, RequestChecks checks, ScrapeHandler scrapes, Problems problems, MetricsConfig config,
            ConnectionGates gates,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.vertx = vertx;
        this.checks = checks;
        this.scrapes = scrapes;
        this.problems = problems;
        this.config = config;
        this.gates = gates;
        this.host = host;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            config.port().ifPresent(this::listen);
        }
    }

    /** Vert.x closes the server at shutdown. */
    private void listen(int port) {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            gates.place(context);
            context.next();
        });
        router.route().handler(checks);
        MetricsRoute.PATHS.forEach(path -> router.route(path).handler(scrapes));
        router.route().handler(context -> problems.end(context, new ProblemException(
                ProblemType.NOT_FOUND, "Only /metrics/ is served at this port")));
        try {
            vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port)).requestHandler(router).listen()
                    .toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new ConfigurationException("registry.metrics.port: " + port + ": " + e.getCause().getMessage());
        }
        LOG.infof("Metrics on: http://%s:%d%s", host, port, MetricsRoute.PATH);
    }
}
