package io.deviceregistry.http;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.deviceregistry.config.Bounds;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on what a caller may send. */
@ConfigMapping(prefix = "registry.limits")
public interface LimitsConfig {

    /** Largest request body, for example {@code 1M}; a larger one is answered 413. */
    @WithDefault("1M")
    @Bounds(min = "1K", max = "64M")
    MemorySize requestBody();

    /** Largest user-meta or device-meta of one device, as compact JSON in UTF-8; a larger one is answered 422. */
    @WithDefault("256K")
    @Bounds(min = "1K", max = "7M")
    MemorySize meta();

    /** How deep objects and arrays of a request may nest. */
    @WithDefault("32")
    @Min(4)
    @Max(90)
    int nesting();

    /** How many labels one device may have. */
    @WithDefault("64")
    @Min(0)
    @Max(1000)
    int labels();

    /**
     * How many checks or hashes of passwords may wait for the small pool that makes them; a further one is answered 429. One
     * address, and one account, has at most half of the places.
     */
    @WithDefault("64")
    @Min(1)
    int passwordQueue();

    /**
     * How many requests may be served or wait at the same time; a further one is answered 503 at once. A request counts from
     * the moment when all of its body has arrived. One address gets at most half of them. Health and metrics do not count and
     * are always answered.
     */
    @WithDefault("256")
    @Min(1)
    int requestsInFlight();

    /**
     * How much memory the bodies of requests in flight may need together once they are parsed; a further one waits. One address
     * gets at most half of it. Small bodies do not count, and a large one is taken when little else is there. Parsed JSON may
     * need a hundred times its size. The default is a quarter of the heap.
     */
    Optional<MemorySize> bodiesInFlight();

    /**
     * How much memory bodies that have not arrived in full, or wait to be parsed, may take together. One address gets at most
     * half of it. When more arrives, a body that has stalled, or else a large one, is answered 503 and its connection closed.
     * Heads that have not arrived in full may take as much again; their connections are closed. The default is a 16th of the
     * heap.
     */
    Optional<MemorySize> bodiesArriving();

    /**
     * How long the body of a request may take to arrive and to wait; a slower one is answered 408 and its connection closed, one
     * that has waited 503.
     */
    @WithDefault("30s")
    @Bounds(min = "1s", max = "10m")
    Duration bodyTime();

    /**
     * How much memory answers that their callers have not read yet may take together. One address gets at most half of it.
     * When there is more, the connection of a caller who has stalled is closed. The default is a quarter of the direct memory
     * that the JVM may use, which is as large as the heap unless {@code -XX:MaxDirectMemorySize} says otherwise.
     */
    Optional<MemorySize> unreadAnswers();

    /** How long a caller may read nothing of an answer that waits for it; then its connection is closed. */
    @WithDefault("30s")
    @Bounds(min = "1s", max = "10m")
    Duration readTime();
}
