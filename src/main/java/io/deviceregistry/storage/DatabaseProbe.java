package io.deviceregistry.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;

/** Asks the database whether it is there: within a second, and once at a time however many want to know. */
@Singleton
public final class DatabaseProbe {

    private static final long BOUND_MS = 1_000;
    private static final Document PING = new Document("ping", 1);

    private final MongoDatabase database;
    private final DatabaseInitializer initializer;
    private final AtomicReference<CompletableFuture<Boolean>> underWay = new AtomicReference<>();

    DatabaseProbe(MongoDatabase database, DatabaseInitializer initializer) {
        this.database = database.withTimeout(BOUND_MS, TimeUnit.MILLISECONDS);
        this.initializer = initializer;
    }

    /** Whether requests can be served: the database was prepared and answers. */
    public boolean isReady() {
        if (!initializer.isReady()) {
            return false;
        }
        try {
            return ping().get(BOUND_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> ping() {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = underWay.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        return mine.completeAsync(() -> {
            try {
                database.runCommand(PING);
                return true;
            } catch (MongoException e) {
                return false;
            } finally {
                underWay.set(null);
            }
        });
    }
}
