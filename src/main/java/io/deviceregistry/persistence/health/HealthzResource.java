package io.deviceregistry.persistence.health;

import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.common.annotation.NonBlocking;

/** The health check as in the PANTAHUB services. */
@Path("/healthz")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "health")
final class HealthzResource {

    /**
     * @param code 0 if healthy
     * @param duration of the check, in nanoseconds
     */
    record Healthz(int code, long duration, Instant startTime) {
    }

    private final DatabaseProbe probe;
    private volatile boolean leaving;

    HealthzResource(DatabaseProbe probe) {
        this.probe = probe;
    }

    /** From now on callers should not send requests here, though they are still served. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
    }

    @GET
    @NonBlocking
    @Operation(operationId = "getHealthz", summary = "Health, as in the PANTAHUB services", description = "200 if requests can be served; 503 if the database is unavailable or the service is about to stop.")
    public RestResponse<Healthz> healthz() {
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        boolean ready = !leaving && probe.isReady();
        Healthz body = new Healthz(ready ? 0 : 1, Duration.ofNanos(System.nanoTime() - nanos).toNanos(), start);
        return RestResponse.status(ready ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE, body);
    }
}
