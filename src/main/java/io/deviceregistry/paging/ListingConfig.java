package io.deviceregistry.paging;

import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.quarkus.runtime.configuration.MemorySize;
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

    /**
     * How many bytes of metas a page may hold; a page that would hold more ends early, with a link to the rest, but always
     * has at least one item. The default is a 128th of the heap, because a page is held in memory a few times, and many callers
     * may list at once.
     */
    Optional<MemorySize> pageBytes();
}
