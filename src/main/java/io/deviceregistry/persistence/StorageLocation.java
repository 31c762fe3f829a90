package io.deviceregistry.persistence;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether the service keeps its own data or a MongoDB does. */
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

    /** The embedded store's directory; meaningful only where {@link #isEmbedded()}. */
    public Path directory() {
        return directory;
    }
}
