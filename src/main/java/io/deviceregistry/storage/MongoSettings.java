package io.deviceregistry.storage;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;

import io.quarkus.mongodb.runtime.MongoClientCustomizer;

/**
 * How the driver talks to the database, whichever it is. The times are such that a caller gets a 503 within two seconds
 * when the database is away, where the driver's own would let it hang for thirty.
 */
@Singleton
final class MongoSettings implements MongoClientCustomizer {

    /** Bounds a whole operation: choosing a server, waiting for a connection, the retry and the answer. */
    static final long OPERATION_TIMEOUT_MS = 1_800;

    private final StorageLocation location;
    private final EmbeddedStore embedded;

    MongoSettings(StorageLocation location, EmbeddedStore embedded) {
        this.location = location;
        this.embedded = embedded;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder settings) {
        if (location.isEmbedded()) {
            settings.applyConnectionString(new ConnectionString(embedded.connectionString()));
        }
        return settings.retryWrites(true)
                .retryReads(true)
                // An acknowledged write must survive the loss of the primary and of the power.
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .timeout(OPERATION_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(1_500, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(1_000, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(2, TimeUnit.SECONDS));
    }
}
