package io.deviceregistry.http;

import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on what a caller may send. */
@ConfigMapping(prefix = "registry.limits")
public interface LimitsConfig {

    /** Largest request body, for example {@code 1M}; a larger one is answered 413. */
    @WithDefault("1M")
    MemorySize requestBody();

    /** Largest user-meta or device-meta of one device, as compact JSON in UTF-8; a larger one is answered 422. */
    @WithDefault("256K")
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
     * How many checks or hashes of passwords may wait for the small pool that makes them; a further one is answered 429.
     */
    @WithDefault("64")
    @Min(1)
    int passwordQueue();

    /**
     * How many requests may be served or wait at the same time; a further one is answered 503 at once. Health and metrics
     * do not count and are always answered.
     */
    @WithDefault("256")
    @Min(1)
    int requestsInFlight();

    /**
     * How many bytes the bodies of requests under way may have together; a further one is answered 503 at once. A body alone
     * is always taken, and one of unknown length counts as the largest. The default is a 64th of the heap, because parsed
     * JSON may need thirty times its size.
     */
    Optional<MemorySize> bodiesInFlight();

    /** How long the body of a request may take to arrive; a slower one is answered 408 and its connection closed. */
    @WithDefault("30s")
    Duration bodyTime();
}
