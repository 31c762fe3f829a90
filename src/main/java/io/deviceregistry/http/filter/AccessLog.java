package io.deviceregistry.http.filter;

import java.util.Map;

import jakarta.inject.Singleton;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.problem.RequestId;

/**
 * Writes one line for each request: as separate members in the JSON log, and as readable text. The line has the template of the
 * route but neither path, query nor headers, because these may contain secrets.
 */
@Singleton
final class AccessLog {

    private static final Logger LOG = Logger.getLogger("io.deviceregistry.access");
    private static final String UNKNOWN = "-";

    void write(ServedRequest request) {
        if (!LOG.isLoggable(Level.INFO)) {
            return;
        }
        String method = request.http().method().name();
        String route = request.route().orElse(UNKNOWN);
        String caller = request.caller().orElse(UNKNOWN);
        String status = String.valueOf(request.status());
        String duration = SecondsFormat.of(request.nanos());
        String id = RequestId.of(request.context());
        ExtLogRecord line = new ExtLogRecord(Level.INFO,
                method + " " + route + " " + status + " " + duration + " s " + caller + " " + id, FormatStyle.NO_FORMAT,
                AccessLog.class.getName());
        line.setLoggerName(LOG.getName());
        // Set on the record only: putting and removing one member in the MDC of the thread costs as much as all of them here.
        line.setMdc(Map.of("method", method, "route", route, "status", status, "duration", duration, "caller", caller,
                "request-id", id));
        LOG.logRaw(line);
    }
}
