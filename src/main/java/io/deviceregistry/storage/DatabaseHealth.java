package io.deviceregistry.storage;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/** Ready when the database answers. It needs no thread of its own, so that it is told also when all of them are busy. */
@Readiness
@Singleton
final class DatabaseHealth implements AsyncHealthCheck {

    private final DatabaseProbe probe;

    DatabaseHealth(DatabaseProbe probe) {
        this.probe = probe;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("database").status(probe.isReady()).build());
    }
}
