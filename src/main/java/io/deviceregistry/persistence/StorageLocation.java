package io.deviceregistry.persistence;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether the data is in the embedded store or in an external MongoDB. */
@Singleton
public final class StorageLocation {

    private final boolean embedded;
    private final Path directory;

    public StorageLocation(@ConfigProperty(name = "quarkus.mongodb.connection-string") Optional<String> connectionString,
            StorageConfig config) {
        this.embedded = connectionString.filter(uri -> !uri.isBlank()).isEmpty();
        this.directory = config.path().toAbsolutePath().normalize();
    }

    public boolean isEmbedded() { return embedded; }

    /** The directory of the embedded store; only used if {@link #isEmbedded()}. */
    public Path directory() {
        return directory;
    }
}
