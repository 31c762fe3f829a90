package io.deviceregistry.persistence.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

import com.mongodb.client.MongoDatabase;

import io.deviceregistry.persistence.DatabaseReady;
import io.deviceregistry.persistence.EmbeddedStore;
import io.deviceregistry.persistence.StorageLocation;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Probes the database continuously on a separate thread, so that callers know immediately whether it answers, however many they
 * are and however long it does not respond.
 */
@Singleton
public final class DatabaseProbe {

    private static final Logger LOG = Logger.getLogger(DatabaseProbe.class);
    private static final Document PING = new Document("ping", 1);
    private static final long BOUND_MS = 750;
    /** The embedded store is in this process: if it is slow, everything here is slow. */
    private static final long EMBEDDED_BOUND_MS = 5_000;
    private static final long PAUSE_MS = 500;
    /** A single late response may be caused by this process. */
    private static final int MISSES = 2;

    private final MongoDatabase database;
    private final EmbeddedStore embedded;
    private volatile boolean ready;
    private volatile long lastAnswer;
    private volatile boolean stopping;

    DatabaseProbe(MongoDatabase database, StorageLocation location, EmbeddedStore embedded) {
        this.embedded = embedded;
        this.database = database.withTimeout(location.isEmbedded() ? EMBEDDED_BOUND_MS : BOUND_MS, TimeUnit.MILLISECONDS);
    }

    void start(@Observes @Priority(1) DatabaseReady event) {
        Thread thread = new Thread(this::watch, "database-probe");
        thread.setDaemon(true);
        ready = true;
        try {
            thread.start();
        } catch (Error e) {
            // Otherwise nobody would notice when the database becomes unavailable.
            ready = false;
            throw e;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Whether requests can be served: the database is initialized and answers. */
    public boolean isReady() { return ready; }

    /** Whether the database accepts writes; an embedded store whose disk is full only serves reads. */
    public boolean isWritable() {
        return ready && embedded.isWritable();
    }

    /** Whether the database has answered within this time. */
    boolean hasAnsweredWithin(Duration time) {
        return ready && System.nanoTime() - lastAnswer < time.toNanos();
    }

    private void watch() {
        int missed = 0;
        while (!stopping) {
            missed = answers() ? 0 : missed + 1;
            boolean now = missed < MISSES && (ready || missed == 0);
            if (now != ready && !stopping) {
                ready = now;
                LOG.log(now ? Level.INFO : Level.WARN,
                        now ? "The database is back" : "The database does not answer; requests get 503 until it does");
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean answers() {
        try {
            database.runCommand(PING);
            lastAnswer = System.nanoTime();
            return true;
        } catch (RuntimeException | Error e) {
            // Whatever happens, this thread continues to probe.
            return false;
        }
    }
}
