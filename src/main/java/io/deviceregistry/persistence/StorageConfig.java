package io.deviceregistry.persistence;

import java.nio.file.Path;
import java.time.Duration;

import io.deviceregistry.config.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Where the data is stored when {@code quarkus.mongodb.connection-string} configures no MongoDB, and how long requests wait
 * for the database.
 */
@ConfigMapping(prefix = "registry.storage")
public interface StorageConfig {

    /** Directory of the embedded store, made if it is missing; only one process at a time may use it. */
    @WithDefault("data")
    Path path();

    /**
     * How long one request may wait for a thread and for the database, in all its operations together; after that it is
     * answered 503. With the default, the answer comes within two seconds.
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
