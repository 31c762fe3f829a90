package io.deviceregistry.http;

import java.util.Locale;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import io.deviceregistry.problem.RequestId;
import io.vertx.ext.web.RoutingContext;

/**
 * One line for each request: as members of their own in the JSON log, and as a readable sentence. It holds the route's
 * template and neither the path, nor the query, nor a header, because those may hold secrets.
 */
@Singleton
public final class AccessLog {

    private static final Logger LOG = Logger.getLogger("io.deviceregistry.access");
    private static final String ROUTE = AccessLog.class.getName() + ".route";
    private static final String CALLER = AccessLog.class.getName() + ".caller";
    private static final String UNKNOWN = "-";

    /** Notes the template of the route that takes the request. */
    public static void route(RoutingContext context, String template) {
        context.put(ROUTE, template);
    }

    /** Notes who calls, by PRN. */
    public static void caller(RoutingContext context, String prn) {
        context.put(CALLER, prn);
    }

    void write(RoutingContext context, long nanos) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        String method = context.request().method().name();
        String route = valueOr(context.get(ROUTE));
        String caller = valueOr(context.get(CALLER));
        int status = context.response().getStatusCode();
        String duration = String.format(Locale.ROOT, "%.6f", nanos / 1e9);
        String id = RequestId.of(context);
        try {
            MDC.put("method", method);
            MDC.put("route", route);
            MDC.put("status", status);
            MDC.put("duration", duration);
            MDC.put("caller", caller);
            MDC.put("request-id", id);
            LOG.infof("%s %s %d %s s %s %s", method, route, status, duration, caller, id);
        } finally {
            MDC.remove("method");
            MDC.remove("route");
            MDC.remove("status");
            MDC.remove("duration");
            MDC.remove("caller");
            MDC.remove("request-id");
        }
    }

    private static String valueOr(String value) {
        return value == null ? UNKNOWN : value;
    }
}
