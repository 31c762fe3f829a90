package io.deviceregistry.paging;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How listings are cut into pages. */
@ConfigMapping(prefix = "registry.listing")
public interface ListingConfig {

    /** How many items a page has when the caller does not say. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int defaultLimit();

    /** The most items that a caller may ask for in one page. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int maxLimit();
}
