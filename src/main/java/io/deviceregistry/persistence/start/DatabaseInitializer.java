package io.deviceregistry.persistence.start;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;

import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.EmbeddedStore;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.StorageLocation;
import io.deviceregistry.persistence.index.IndexBuilder;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * Initializes the database: checks the schema, creates the indexes, and notifies the observers of {@link DatabaseReady}. With the
 * embedded store this happens before the first request; with an external MongoDB in the background, repeated until it is
 * available.
 */
@Singleton
public final class DatabaseInitializer {

    private static final Logger LOG = Logger.getLogger(DatabaseInitializer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long INDEX_BUILD_HOURS = 24;

    private final MongoClient client;
    private final String databaseName;
    private final StorageLocation location;
    private final EmbeddedStore embedded;
    private final IndexBuilder indexes;
    private final ReadyAnnouncement announcement;
    private volatile boolean ready;
    private volatile boolean stopping;

    DatabaseInitializer(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String databaseName,
            StorageLocation location, EmbeddedStore embedded, IndexBuilder indexes, ReadyAnnouncement announcement) {
        this.client = client;
        this.databaseName = databaseName;
        this.location = location;
        this.embedded = embedded;
        this.indexes = indexes;
        this.announcement = announcement;
    }

    void start(@Observes StartupEvent event) {
        MongoDatabase database = client.getDatabase(databaseName).withTimeout(INDEX_BUILD_HOURS, TimeUnit.HOURS);
        if (location.isEmbedded()) {
            prepare(database);
            announcement.announce();
            indexes.createWhileServing(database);
        } else {
            Thread thread = new Thread(() -> prepareWhenThere(database), "database-init");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        client.close();
        embedded.close();
    }

    /** Whether requests may use the database: its schema is compatible, and empty collections have their unique indexes. */
    public boolean isReady() {
        return ready;
    }

    private void prepareWhenThere(MongoDatabase database) {
        try {
            retryUntilAvailable("The database is not ready", true, () -> prepare(database));
            if (!stopping) {
                announcement
                        .announce(step -> retryUntilAvailable("The database became unavailable during the start", false, step));
            }
            retryUntilAvailable("Some indexes could not be created", true, () -> indexes.createWhileServing(database));
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.fatal(e.getMessage());
                Quarkus.asyncExit(1);
            }
        }
    }

    private void prepare(MongoDatabase database) {
        SchemaVersion.check(database);
        indexes.createBeforeServing(database);
        ready = true;
        LOG.infof("Database %s is ready", databaseName);
    }

    /**
     * @param always whether to repeat the step also if the database refuses it, rather than only if it is unavailable
     * @throws RuntimeException an error of the step itself
     */
    private void retryUntilAvailable(String complaint, boolean always, Runnable step) {
        boolean complained = false;
        while (!stopping) {
            try {
                step.run();
                return;
            } catch (MongoException e) {
                if (!always && !DatabaseFaults.isUnavailable(e)) {
                    throw e;
                }
                if (!stopping && (!DatabaseFaults.isUnavailable(e) || !complained)) {
                    LOG.warnf("%s: %s; trying again every second", complaint, e.getMessage());
                    complained = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
