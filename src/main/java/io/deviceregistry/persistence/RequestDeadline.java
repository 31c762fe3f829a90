package io.deviceregistry.persistence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The time that the request of this thread has left for the database. It starts when the whole request has arrived and includes
 * waiting for a worker thread and all operations of the request, so that the request ends in time however many others wait and
 * however many operations it makes.
 */
@Singleton
public final class RequestDeadline {

    private static final String KEY = RequestDeadline.class.getName();

    private static final int TRIES_PERCENT = 90;

    private final CurrentVertxRequest current;
    private final long whole;

    RequestDeadline(CurrentVertxRequest current, StorageConfig config) {
        this.current = current;
        this.whole = config.timeout().toNanos();
    }

    /** Starts the time: the whole request has arrived. */
    public static void start(RoutingContext context) {
        context.put(KEY, new AtomicLong(System.nanoTime()));
    }

    /** Restarts the time of the request of this thread, after it had to wait for something other than the database. */
    public static void restart() {
        ArcContainer container = Arc.container();
        if (container != null && container.requestContext().isActive()) {
            RoutingContext context = container.instance(CurrentVertxRequest.class).get().getCurrent();
            AtomicLong start = context == null ? null : context.get(KEY);
            if (start != null) {
                start.set(System.nanoTime());
            }
        }
    }

    /**
     * The remaining time; the whole time outside a request.
     *
     * @throws ProblemException unavailable if no time is left
     */
    public Duration left() {
        RoutingContext context = context();
        AtomicLong start = context == null ? null : context.get(KEY);
        long left = start == null ? whole : whole - (System.nanoTime() - start.get());
        // The driver takes whole milliseconds, and treats 0 as no limit.
        if (left < 1_000_000) {
            throw over();
        }
        return Duration.ofNanos(left);
    }

    /** The problem for a request that has no time left. */
    static ProblemException over() {
        return new ProblemException(ProblemType.UNAVAILABLE, "The request has waited too long")
                .retryAfter(Duration.ofSeconds(2));
    }

    /**
     * How long to repeat an operation that conflicts with other writers: the remaining time, minus a reserve for the last
     * attempt.
     *
     * @throws ProblemException unavailable if no time is left
     */
    public Duration retryBudget() {
        return left().multipliedBy(TRIES_PERCENT).dividedBy(100);
    }

    private RoutingContext context() {
        return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
    }
}
