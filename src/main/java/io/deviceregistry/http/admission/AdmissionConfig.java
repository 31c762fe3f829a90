package io.deviceregistry.http.admission;

import java.util.Optional;

import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many requests are served at the same time. */
@ConfigMapping(prefix = "registry.limits")
public interface AdmissionConfig {

    /**
     * How many requests may be served or wait at the same time; a further one is answered 503 at once. A request counts from
     * the moment when all of its body has arrived. One address gets at most half of them. Health and metrics do not count and
     * are always answered.
     */
    @WithDefault("256")
    @Min(1)
    int requestsInFlight();

    /**
     * How much memory the bodies of requests in flight may need together once they are parsed; a further one waits. One
     * address gets at most half of it. Small bodies do not count, and a large one is admitted when there is little else.
     * Parsed JSON may need a hundred times its size. The default is a quarter of the heap.
     */
    Optional<MemorySize> bodiesInFlight();
}
