package io.deviceregistry.http.body;

import java.time.Duration;
import java.util.Optional;

import io.deviceregistry.config.Bounds;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on the bodies of requests. */
@ConfigMapping(prefix = "registry.limits")
public interface BodyConfig {

    /** Largest request body, for example {@code 1M}; a larger one is answered 413. */
    @WithDefault("1M")
    @Bounds(min = "1K", max = "64M")
    MemorySize requestBody();

    /**
     * How much memory bodies that have not arrived in full, or wait to be parsed, may take together. One address gets at most
     * half of it. When more arrives, a body that has stalled, or else a large one, is answered 503 and its connection closed.
     * Heads that have not arrived in full may take as much again; their connections are closed. The default is a 16th of the
     * heap.
     */
    Optional<MemorySize> bodiesArriving();

    /**
     * How long the body of a request may take to arrive and to wait; one that arrives too slowly is answered 408 and its
     * connection closed, one that has waited too long is answered 503.
     */
    @WithDefault("30s")
    @Bounds(min = "1s", max = "10m")
    Duration bodyTime();
}
