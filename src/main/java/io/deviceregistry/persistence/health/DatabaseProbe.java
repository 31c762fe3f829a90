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
 * Knows whether the database answers, by asking it all the time on a separate thread: callers are told at
 * once, however many they are and however long the database is silent.
 */
@Singleton
public final class DatabaseProbe {

    private static final Logger LOG = Logger.getLogger(DatabaseProbe.class);
    private static final Document PING = new Document("ping", 1);
    private static final long BOUND_MS = 750;
    /** The embedded store is in this process: when it is slow, so is everything here. */
    private static final long EMBEDDED_BOUND_MS = 5_000;
    private static final long PAUSE_MS = 500;
    /** One answer may be late for reasons of our own. */
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
            // Nobody would notice when the database goes away.
            ready = false;
            throw e;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Whether requests can be served: the database was prepared and answers. */
    public boolean isReady() { return ready; }

    /** Whether the database takes writes; an embedded store whose disk is full does not, and goes on with reads. */
    public boolean isWritable() {
        return ready && embedded.isWritable();
    }

    /** Whether the database has answered so lately. */
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
            // Whatever it is, this thread goes on asking.
            return false;
        }
    }
}
