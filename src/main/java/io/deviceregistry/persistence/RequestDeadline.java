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
 * How much time the request of this thread has left for the database. The clock runs from the moment when the whole
 * request has arrived, so that waiting for a worker thread and every operation after the first count too: a request is
 * answered in time however many others wait and however many operations it makes.
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

    /** All of the request has arrived. */
    public static void start(RoutingContext context) {
        context.put(KEY, new AtomicLong(System.nanoTime()));
    }

    /** Gives the request of this thread all of its time again, after it was made to wait for something else. */
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
     * What is left; all of it where no request is served.
     *
     * @throws ProblemException unavailable when nothing is left
     */
    public Duration left() {
        RoutingContext context = context();
        AtomicLong start = context == null ? null : context.get(KEY);
        long left = start == null ? whole : whole - (System.nanoTime() - start.get());
        // The driver takes whole milliseconds, and none of them for no bound at all.
        if (left < 1_000_000) {
            throw over();
        }
        return Duration.ofNanos(left);
    }

    /** What a request is answered that has no time left. */
    static ProblemException over() {
        return new ProblemException(ProblemType.UNAVAILABLE, "The request has waited too long")
                .retryAfter(Duration.ofSeconds(2));
    }

    /**
     * How long it makes sense to try again what another writer may have made fail: what is left, without enough for the try
     * that is under way by then.
     *
     * @throws ProblemException unavailable when nothing is left
     */
    public Duration retryBudget() {
        return left().multipliedBy(TRIES_PERCENT).dividedBy(100);
    }

    private RoutingContext context() {
        return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
    }
}
