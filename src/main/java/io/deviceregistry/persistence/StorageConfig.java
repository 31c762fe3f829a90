package io.deviceregistry.persistence;

import java.nio.file.Path;
import java.time.Duration;

import io.deviceregistry.config.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the data lies when no MongoDB is configured by {@code quarkus.mongodb.connection-string}, and how long it is waited for. */
@ConfigMapping(prefix = "registry.storage")
public interface StorageConfig {

    /** Directory of the embedded store, made when missing; one process at a time may use it. */
    @WithDefault("data")
    Path path();

    /**
     * How long one request may wait for the database, over all its operations and its wait for a thread; after that it is
     * answered 503. The answer comes within two seconds with the default.
     */
    @WithDefault("1500ms")
    @Bounds(min = "100ms", max = "1m")
    Duration timeout();

    /**
     * How long one count of devices, accounts or tokens for the metrics may take. They are counted in the background, where nobody
     * waits: in a large fleet a count takes longer than any request may.
     */
    @WithDefault("5M")
    @Bounds(min = "1s", max = "1h")
    Duration countTimeout();
}
