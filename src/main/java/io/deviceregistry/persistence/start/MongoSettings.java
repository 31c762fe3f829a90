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
 * Settings of the driver for every database. The timeouts are chosen so that a caller gets a 503 within two seconds if the
 * database is unavailable; with the driver's defaults it would wait for thirty.
 */
@Singleton
final class MongoSettings implements MongoClientCustomizer {

    /** Limits the time to open a connection, and the time until a silent server counts as unavailable. */
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
                // Overrides the connection string: callers read their own writes.
                .readPreference(ReadPreference.primary())
                .readConcern(ReadConcern.DEFAULT)
                // An acknowledged write must survive the loss of the primary and of the power.
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                // Limits a whole operation: server selection, waiting for a connection, retries and the response.
                .timeout(timeout, TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(timeout, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(2, TimeUnit.SECONDS));
    }
}
