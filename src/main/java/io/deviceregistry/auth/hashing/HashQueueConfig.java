package io.deviceregistry.auth.hashing;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The queue for slow hashes. */
@ConfigMapping(prefix = "registry.limits")
public interface HashQueueConfig {

    /**
     * How many checks or hashes of passwords may wait for the small pool that does them; a further one is answered 429. One
     * address gets at most half of the places, and so does one account.
     */
    @WithDefault("64")
    @Min(1)
    int passwordQueue();
}
