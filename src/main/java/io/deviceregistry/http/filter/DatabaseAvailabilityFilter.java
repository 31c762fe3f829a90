package io.deviceregistry.http.filter;

import java.time.Duration;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.health.DatabaseProbe;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Responds with 503 at once if a resource needs the database and it is unavailable, or if a request has waited too long. */
final class DatabaseAvailabilityFilter {

    private final DatabaseProbe probe;
    private final RequestDeadline time;

    DatabaseAvailabilityFilter(DatabaseProbe probe, RequestDeadline time) {
        this.probe = probe;
        this.time = time;
    }

    @NeedsDatabase
    @ServerRequestFilter(priority = FilterOrder.DATABASE)
    public void filter() {
        if (!probe.isReady()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database is unavailable")
                    .retryAfter(Duration.ofSeconds(2));
        }
        time.left();
    }
}
