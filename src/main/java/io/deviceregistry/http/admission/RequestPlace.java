package io.deviceregistry.http.admission;

import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.ext.web.RoutingContext;

/**
 * The place of a request among the requests in flight: occupied until its end, or until it only waits for something that occupies
 * no resources.
 */
public final class RequestPlace {

    private static final String KEY = RequestPlace.class.getName();

    private RequestPlace() {
    }

    /** @param leave frees the place; called once */
    public static void take(RoutingContext context, Runnable leave) {
        AtomicBoolean left = new AtomicBoolean();
        Runnable once = () -> {
            if (left.compareAndSet(false, true)) {
                leave.run();
            }
        };
        context.put(KEY, once);
        context.addEndHandler(ended -> once.run());
    }

    /** Frees the place, although the request has not ended. */
    public static void leave(RoutingContext context) {
        Runnable leave = context.get(KEY);
        if (leave != null) {
            leave.run();
        }
    }
}
