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

/** What becomes known of a request while it is served: for its log line and for those who count requests. */
public final class ServedRequest {

    /** What nginx logs when a client went away before it had its answer; never sent to anybody. */
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
     * Reports the status of the answer when it was sent; nothing when the client went away before. Called on the request's own
     * thread, often an event loop: the report must be quick and must not block.
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

    /** Notes the template of the route that takes the request. */
    public static void route(RoutingContext context, String template) {
        ServedRequest request = context.get(KEY);
        if (request != null && request.route == null) {
            request.route = template;
            request.tell(listener -> listener.routed(request));
        }
    }

    /** Notes who calls, by PRN. */
    public static void caller(RoutingContext context, String prn) {
        ServedRequest request = context.get(KEY);
        if (request != null) {
            request.caller = prn;
        }
    }

    /** The request itself: its method, its headers and its parameters. */
    public HttpServerRequest http() {
        return context.request();
    }

    /** The template of its route, such as {@code /devices/{id}}; none while, or when, no route takes it. */
    public Optional<String> route() {
        return Optional.ofNullable(route);
    }

    /** Who calls, if credentials said so. */
    public Optional<String> caller() {
        return Optional.ofNullable(caller);
    }

    /** The status of the answer, or {@link #CLIENT_CLOSED_REQUEST}; meaningful when it has ended. */
    public int status() {
        return status;
    }

    /** How long it took, in nanoseconds; meaningful when it has ended. */
    public long nanos() {
        return nanos;
    }

    /** The size of the answer's body in bytes, before it was compressed. */
    public long bytes() {
        return context.response().bytesWritten();
    }

    /** The fault of the service that the answer is about, if it is a 5xx. */
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
