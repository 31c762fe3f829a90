package io.deviceregistry.metrics;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.http.AccessLog;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves {@code /metrics/}. It stands before the route that Quarkus makes at the same path, which answers OpenMetrics to
 * callers who did not ask for it and 406 to some who did.
 */
@Singleton
final class MetricsRoute {

    private static final String PATH = "/metrics/";
    /** Behind the filters of all requests, before every other route. */
    private static final int ORDER = -500;

    private final Exposition exposition;
    private final Problems problems;

    MetricsRoute(Exposition exposition, Problems problems) {
        this.exposition = exposition;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        for (String path : List.of(PATH, "/metrics")) {
            router.route(path).order(ORDER).blockingHandler(this::handle, false).failureHandler(this::fail);
        }
    }

    private void handle(RoutingContext context) {
        AccessLog.route(context, PATH);
        HttpMethod method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            problems.end(context, new ProblemException(ProblemType.METHOD_NOT_ALLOWED, method + " is not allowed here")
                    .header("Allow", "GET, HEAD"));
            return;
        }
        ExpositionFormat format = ExpositionFormat.of(context.parsedHeaders().accept());
        byte[] body = exposition.scrape(format, Set.copyOf(context.queryParam("name[]")));
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (takesGzip(context.parsedHeaders().acceptEncoding())) {
            body = Exposition.gzip(body);
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        } else {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "identity");
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        if (method == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    private static boolean takesGzip(List<? extends ParsedHeaderValue> codings) {
        return codings.stream().anyMatch(coding -> coding.value().equalsIgnoreCase("gzip") && coding.weight() > 0);
    }

    private void fail(RoutingContext context) {
        problems.end(context, new ProblemException(ProblemType.INTERNAL_ERROR, "The service failed", context.failure()));
    }
}
