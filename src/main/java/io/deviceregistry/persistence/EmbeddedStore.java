package io.deviceregistry.persistence;

import java.io.UncheckedIOException;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.embedded.EmbeddedMongo;
import io.deviceregistry.embedded.file.StorageInUseException;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Opens the embedded store when it is first needed, and closes it after the last client. */
@Singleton
public final class EmbeddedStore {

    private static final Logger LOG = Logger.getLogger(EmbeddedStore.class);

    private final StorageLocation location;
    private EmbeddedMongo store;

    EmbeddedStore(StorageLocation location) {
        this.location = location;
    }

    public synchronized String connectionString() {
        if (store == null) {
            store = open();
            LOG.infof("Embedded store in %s: for one node and up to about 100,000 devices; "
                    + "set QUARKUS_MONGODB_CONNECTION_STRING for more", location.directory());
        }
        return store.connectionString();
    }

    private EmbeddedMongo open() {
        try {
            return EmbeddedMongo.open(location.directory());
        } catch (StorageInUseException | UncheckedIOException e) {
            // Without the cause, so that the start ends with this message and without a stack trace.
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Whether the disk accepted the last write; true if there is no embedded store. */
    public synchronized boolean isWritable() {
        return store == null || store.isWritable();
    }

    public synchronized void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
