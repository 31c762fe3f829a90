package io.deviceregistry.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Singleton;

import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;

/** Asks the database whether it is there: within a second, and once at a time however many want to know. */
@Singleton
public final class DatabaseProbe {

    private static final long BOUND_MS = 1_000;
    private static final Document PING = new Document("ping", 1);

    private final MongoClient client;
    private final DatabaseInitializer initializer;
    private final String databaseName;
    private final AtomicReference<CompletableFuture<Boolean>> underWay = new AtomicReference<>();

    DatabaseProbe(MongoClient client, DatabaseInitializer initializer,
            @ConfigProperty(name = "quarkus.mongodb.database") String databaseName) {
        this.client = client;
        this.initializer = initializer;
        this.databaseName = databaseName;
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
                client.getDatabase(databaseName).withTimeout(BOUND_MS, TimeUnit.MILLISECONDS).runCommand(PING);
                return true;
            } catch (MongoException e) {
                return false;
            } finally {
                underWay.set(null);
            }
        });
    }
}
