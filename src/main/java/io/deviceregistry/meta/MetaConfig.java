package io.deviceregistry.meta;

import io.deviceregistry.config.Bounds;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on metas. */
@ConfigMapping(prefix = "registry.limits")
public interface MetaConfig {

    /** Largest user-meta or device-meta of one device, as compact JSON in UTF-8; a larger one is answered 422. */
    @WithDefault("256K")
    @Bounds(min = "1K", max = "7M")
    MemorySize meta();
}
