package io.deviceregistry.metrics.scrape;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import com.mongodb.MongoException;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers scrapes on one dedicated thread, so that they are answered at once even when all other threads wait for the
 * database, and so that any number of scrapes occupies only that thread.
 */
@Singleton
final class ScrapeHandler implements Handler<RoutingContext> {

    private static final int MAX_IN_FLIGHT = 8;
    private static final long LONGEST_SECONDS = 10;

    private final Exposition exposition;
    private final ScrapeAccess access;
    private final ScrapeMetrics metrics;
    private final Problems problems;
    private final WorkerExecutor executor;
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);

    ScrapeHandler(Exposition exposition, ScrapeAccess access, ScrapeMetrics metrics, Problems problems, Vertx vertx) {
        this.exposition = exposition;
        this.access = access;
        this.metrics = metrics;
        this.problems = problems;
        this.executor = vertx.createSharedWorkerExecutor("scrape", 1, LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void handle(RoutingContext context) {
        metrics.started();
        context.addEndHandler(ended -> metrics.ended(context.response().getStatusCode()));
        HttpMethod method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            problems.end(context, new ProblemException(ProblemType.METHOD_NOT_ALLOWED, method + " is not allowed here")
                    .header("Allow", "GET, HEAD"));
        } else if (!places.tryAcquire()) {
            problems.end(context, new ProblemException(ProblemType.UNAVAILABLE, "Too many scrapes at once")
                    .retryAfter(Duration.ofSeconds(1)));
        } else {
            context.addEndHandler(ended -> places.release());
            executor.executeBlocking(() -> body(context), false)
                    // Mapped, so that an error while sending also ends the request.
                    .map(body -> send(context, body))
                    .onFailure(failure -> problems.end(context, problem(failure)));
        }
    }

    private byte[] body(RoutingContext context) {
        access.check(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        byte[] body = exposition.scrape(format(context), Set.copyOf(context.queryParam("name[]")));
        return takesGzip(context) ? Exposition.gzip(body) : body;
    }

    private static Future<Void> send(RoutingContext context, byte[] body) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format(context).contentType())
                // Set for uncompressed responses, too, so that no later handler compresses them.
                .putHeader(HttpHeaders.CONTENT_ENCODING, takesGzip(context) ? "gzip" : "identity")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .putHeader(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (context.request().method() == HttpMethod.HEAD) {
            return response.end();
        }
        return response.end(Buffer.buffer(body));
    }

    private static ProblemException problem(Throwable failure) {
        if (failure instanceof ProblemException refused) {
            return refused;
        }
        return failure instanceof MongoException
                ? new ProblemException(ProblemType.UNAVAILABLE, "The database is unavailable", failure)
                : new ProblemException(ProblemType.INTERNAL_ERROR, "The scrape failed", failure);
    }

    private static ExpositionFormat format(RoutingContext context) {
        return ExpositionFormat.of(context.parsedHeaders().accept());
    }

    private static boolean takesGzip(RoutingContext context) {
        List<ParsedHeaderValue> codings = context.parsedHeaders().acceptEncoding();
        return codings.stream().anyMatch(coding -> coding.value().equalsIgnoreCase("gzip") && coding.weight() > 0);
    }
}
