package io.deviceregistry.persistence.start;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;

import io.deviceregistry.persistence.EmbeddedStore;
import io.deviceregistry.persistence.StorageConfig;
import io.deviceregistry.persistence.StorageLocation;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;

/**
 * How the driver talks to the database, whichever it is. The times are such that a caller gets a 503 within two seconds
 * when the database is away, where the driver's own would let it hang for thirty.
 */
@Singleton
final class MongoSettings implements MongoClientCustomizer {

    /** Bounds the opening of a connection, and how long a silent server is taken for a present one. */
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final StorageLocation location;
    private final EmbeddedStore embedded;
    private final StorageConfig config;

    MongoSettings(StorageLocation location, EmbeddedStore embedded, StorageConfig config) {
        this.location = location;
        this.config = config;
        this.embedded = embedded;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder settings) {
        if (location.isEmbedded()) {
            settings.applyConnectionString(new ConnectionString(embedded.connectionString()));
        }
        long timeout = config.timeout().toMillis();
        return settings.retryWrites(true)
                .retryReads(true)
                // Whatever the connection string says: who has written something reads it.
                .readPreference(ReadPreference.primary())
                .readConcern(ReadConcern.DEFAULT)
                // An acknowledged write must survive the loss of the primary and of the power.
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                // Bounds a whole operation: choosing a server, waiting for a connection, the retry and the answer.
                .timeout(timeout, TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(timeout, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(2, TimeUnit.SECONDS));
    }
}
