package io.deviceregistry.storage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * Prepares the database behind the open port: checks the schema, makes the indexes, tells the others that it is ready.
 * With the embedded store this is done before the first request; a MongoDB that is away is tried again until it answers.
 */
@Singleton
public final class DatabaseInitializer {

    /** Fired once, when the database can be used. */
    public record DatabaseReady() {
    }

    private static final Logger LOG = Logger.getLogger(DatabaseInitializer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long INDEX_BUILD_HOURS = 24;

    private final MongoClient client;
    private final String databaseName;
    private final StorageLocation location;
    private final EmbeddedStore embedded;
    private final Instance<IndexedStore> stores;
    private final Event<DatabaseReady> events;
    private volatile boolean ready;
    private volatile boolean stopping;

    DatabaseInitializer(MongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String databaseName,
            StorageLocation location, EmbeddedStore embedded, Instance<IndexedStore> stores, Event<DatabaseReady> events) {
        this.client = client;
        this.databaseName = databaseName;
        this.location = location;
        this.embedded = embedded;
        this.stores = stores;
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        if (location.isEmbedded()) {
            initialize();
        } else {
            Thread thread = new Thread(this::initializeUntilDone, "database-init");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        client.close();
        embedded.close();
    }

    /** Whether requests may use the database: its schema fits and its unique indexes stand. */
    public boolean isReady() {
        return ready;
    }

    private void initializeUntilDone() {
        boolean complained = false;
        while (!ready && !stopping) {
            try {
                initialize();
            } catch (MongoException e) {
                if (!DatabaseFaults.isAway(e) || !complained) {
                    LOG.warnf("The database is not ready: %s; trying again every second", e.getMessage());
                    complained = true;
                }
                pause();
            } catch (RuntimeException e) {
                if (stopping) {
                    return;
                }
                LOG.fatal(e.getMessage());
                Quarkus.asyncExit(1);
                return;
            }
        }
    }

    private void initialize() {
        MongoDatabase database = client.getDatabase(databaseName).withTimeout(INDEX_BUILD_HOURS, TimeUnit.HOURS);
        SchemaVersion.check(database);
        createIndexes(database, true);
        ready = true;
        events.fire(new DatabaseReady());
        LOG.infof("Database %s is ready", databaseName);
        // The others only make queries fast; an old collection may need long for a new one and serves meanwhile.
        createIndexes(database, false);
    }

    private void createIndexes(MongoDatabase database, boolean unique) {
        for (IndexedStore store : stores) {
            List<IndexModel> wanted = store.indexes().stream()
                    .filter(index -> index.getOptions().isUnique() == unique).toList();
            if (!wanted.isEmpty()) {
                database.getCollection(store.collection()).createIndexes(wanted);
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
