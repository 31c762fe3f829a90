package io.deviceregistry.storage;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the data lies when no MongoDB is configured by {@code quarkus.mongodb.connection-string}. */
@ConfigMapping(prefix = "registry.storage")
public interface StorageConfig {

    /** Directory of the embedded store, made when missing; one process at a time may use it. */
    @WithDefault("data")
    Path path();
}
