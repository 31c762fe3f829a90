package io.deviceregistry.http;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import io.deviceregistry.problem.RequestId;

/**
 * One line for each request: as members of their own in the JSON log, and as a readable sentence. It holds the route's
 * template and neither the path, nor the query, nor a header, because those may hold secrets.
 */
@Singleton
final class AccessLog {

    private static final Logger LOG = Logger.getLogger("io.deviceregistry.access");
    private static final String UNKNOWN = "-";

    void write(ServedRequest request) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        String method = request.http().method().name();
        String route = request.route().orElse(UNKNOWN);
        String caller = request.caller().orElse(UNKNOWN);
        int status = request.status();
        String duration = Seconds.of(request.nanos());
        String id = RequestId.of(request.context());
        try {
            MDC.put("method", method);
            MDC.put("route", route);
            MDC.put("status", status);
            MDC.put("duration", duration);
            MDC.put("caller", caller);
            MDC.put("request-id", id);
            LOG.info(method + " " + route + " " + status + " " + duration + " s " + caller + " " + id);
        } finally {
            MDC.remove("method");
            MDC.remove("route");
            MDC.remove("status");
            MDC.remove("duration");
            MDC.remove("caller");
            MDC.remove("request-id");
        }
    }
}
