package io.deviceregistry.persistence.health;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;

import io.deviceregistry.persistence.StorageLocation;

/** Reads which product and version the database is. */
@Singleton
public final class DatabaseDescription {

    /**
     * A description of the database.
     *
     * @param name the name of the product
     * @param topology {@code embedded}, {@code standalone}, {@code replica-set} or {@code sharded}
     */
    public record Info(String name, String version, String topology) {
    }

    private static final long BOUND_MS = 1_000;

    private final MongoClient client;
    private final MongoDatabase database;
    private final StorageLocation location;

    DatabaseDescription(MongoClient client, MongoDatabase database, StorageLocation location) {
        this.client = client;
        this.database = database.withTimeout(BOUND_MS, TimeUnit.MILLISECONDS);
        this.location = location;
    }

    /** @throws MongoException if the database is unavailable */
    public Info ask() {
        String version = database.runCommand(new Document("buildInfo", 1)).getString("version");
        if (location.isEmbedded()) {
            return new Info("mongo-java-server", version, "embedded");
        }
        return new Info("mongodb", version, topology());
    }

    /** The topology that the driver discovered when it connected. */
    private String topology() {
        return switch (client.getClusterDescription().getType()) {
            case REPLICA_SET -> "replica-set";
            case SHARDED -> "sharded";
            default -> "standalone";
        };
    }
}
