package io.deviceregistry.storage;

import java.time.Duration;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Keeps resources that need the database from using it before it is ready. */
final class DatabaseGate {

    private final DatabaseInitializer database;

    DatabaseGate(DatabaseInitializer database) {
        this.database = database;
    }

    @NeedsDatabase
    @ServerRequestFilter(priority = 200)
    public void filter() {
        if (!database.isReady()) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database is away").retryAfter(Duration.ofSeconds(2));
        }
    }
}
