package io.deviceregistry.persistence.health;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.deviceregistry.persistence.EmbeddedStore;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;

/**
 * Ready if the database answers, even if the disk is full: reads then work, and the response says that writes do not. It needs no
 * worker thread, so that it responds even when all of them are busy.
 */
@Readiness
@Singleton
final class DatabaseHealth implements AsyncHealthCheck {

    private final DatabaseProbe probe;
    private final EmbeddedStore embedded;

    DatabaseHealth(DatabaseProbe probe, EmbeddedStore embedded) {
        this.probe = probe;
        this.embedded = embedded;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("database").status(probe.isReady())
                .withData("writable", embedded.isWritable()).build());
    }
}
