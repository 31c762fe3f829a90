package io.deviceregistry.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.jboss.logging.Logger;

import io.deviceregistry.problem.Problems;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** What is known about a request while it is served: for the access log and for listeners. */
public final class ServedRequest {

    /** The status that nginx logs if a client closed the connection before the response; never sent. */
    public static final int CLIENT_CLOSED_REQUEST = 499;

    private static final Logger LOG = Logger.getLogger(ServedRequest.class);
    private static final String KEY = ServedRequest.class.getName();

    private final RoutingContext context;
    private final List<RequestListener> listeners;
    private final List<IntConsumer> reports = new ArrayList<>(1);
    private final long start = System.nanoTime();
    private String route;
    private String caller;
    private int status;
    private long nanos;

    private ServedRequest(RoutingContext context, List<RequestListener> listeners) {
        this.context = context;
        this.listeners = listeners;
    }

    public static ServedRequest start(RoutingContext context, List<RequestListener> listeners) {
        ServedRequest request = new ServedRequest(context, listeners);
        context.put(KEY, request);
        request.tell(listener -> listener.started(request));
        return request;
    }

    public static boolean isStarted(RoutingContext context) {
        return context.get(KEY) != null;
    }

    private void tell(Consumer<RequestListener> event) {
        listeners.forEach(listener -> guarded(() -> event.accept(listener)));
    }

    /** A listener must not break the request that it watches. */
    private static void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener of requests failed", e);
        }
    }

    public void end(boolean answered) {
        nanos = nanosSoFar();
        status = answered ? context.response().getStatusCode() : CLIENT_CLOSED_REQUEST;
        tell(listener -> listener.ended(this));
        if (answered) {
            reports.forEach(report -> guarded(() -> report.accept(status)));
        }
    }

    /**
     * Reports the status of the response when it was sent; does nothing if the client closed the connection before. The report is
     * called on the thread of the request, often an event loop: it must be quick and must not block.
     */
    public static void whenAnswered(RoutingContext context, IntConsumer report) {
        ServedRequest request = context.get(KEY);
        if (request != null) {
            request.reports.add(report);
        }
    }

    /** The request of this context, once the first filter has seen it. */
    public static Optional<ServedRequest> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** Sets the template of the route. */
    public static void route(RoutingContext context, String template) {
        ServedRequest request = context.get(KEY);
        if (request != null && request.route == null) {
            request.route = template;
            request.tell(listener -> listener.routed(request));
        }
    }

    /** Sets the PRN of the caller. */
    public static void caller(RoutingContext context, String prn) {
        ServedRequest request = context.get(KEY);
        if (request != null) {
            request.caller = prn;
        }
    }

    /** The request itself, with its method, headers and parameters. */
    public HttpServerRequest http() {
        return context.request();
    }

    /** The template of its route, such as {@code /devices/{id}}; empty if the route is not known yet or does not exist. */
    public Optional<String> route() {
        return Optional.ofNullable(route);
    }

    /** The PRN of the caller, if the request has valid credentials. */
    public Optional<String> caller() {
        return Optional.ofNullable(caller);
    }

    /** The status of the response, or {@link #CLIENT_CLOSED_REQUEST}; valid after the end of the request. */
    public int status() {
        return status;
    }

    /** The duration in nanoseconds; valid after the end of the request. */
    public long nanos() {
        return nanos;
    }

    /** The size of the response body in bytes, before compression. */
    public long bytes() {
        return context.response().bytesWritten();
    }

    /** The cause of a 5xx response, if any. */
    public Optional<Throwable> fault() {
        return Problems.fault(context);
    }

    public RoutingContext context() {
        return context;
    }

    public long nanosSoFar() {
        return System.nanoTime() - start;
    }
}
