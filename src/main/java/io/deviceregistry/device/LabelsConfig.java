package io.deviceregistry.device;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on labels. */
@ConfigMapping(prefix = "registry.limits")
public interface LabelsConfig {

    /** How many labels one device may have. */
    @WithDefault("64")
    @Min(0)
    @Max(1000)
    int labels();
}
