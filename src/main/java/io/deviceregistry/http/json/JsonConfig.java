package io.deviceregistry.http.json;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on the JSON of requests. */
@ConfigMapping(prefix = "registry.limits")
public interface JsonConfig {

    /** How deep objects and arrays of a request may nest. */
    @WithDefault("32")
    @Min(4)
    @Max(90)
    int nesting();
}
