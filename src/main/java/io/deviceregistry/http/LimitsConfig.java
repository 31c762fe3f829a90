package io.deviceregistry.http;

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
}
