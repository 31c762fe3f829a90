package io.deviceregistry.persistence.health;

import java.time.Duration;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Answers at once for resources that need the database while it is away, and when a request has waited too long. */
final class DatabaseGate {

    private final DatabaseProbe probe;
    private final RequestDeadline time;

    DatabaseGate(DatabaseProbe probe, RequestDeadline time) {
        this.probe = probe;
        this.time = time;
    }

    @NeedsDatabase
    @ServerRequestFilter(priority = 200)
    public void filter() {
        if (!probe.isReady()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database is away").retryAfter(Duration.ofSeconds(2));
        }
        time.left();
    }
}
