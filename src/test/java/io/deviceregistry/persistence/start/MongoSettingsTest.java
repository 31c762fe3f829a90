package io.deviceregistry.persistence.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;

import io.deviceregistry.persistence.StorageConfig;
import io.deviceregistry.persistence.StorageLocation;

class MongoSettingsTest {

    private static final String LAX = "mongodb://127.0.0.1:1/?readPreference=secondary&readConcernLevel=available&w=1&journal=false"
            + "&retryWrites=false&retryReads=false&timeoutMS=60000";

    @Test
    void noConnectionStringLoosensWhatTheServicePromises() {
        StorageConfig config = new StorageConfig() {

            @Override
            public Path path() {
                return Path.of("unused");
            }

            @Override
            public Duration timeout() {
                return Duration.ofMillis(1_500);
            }

            @Override
            public Duration countTimeout() {
                return Duration.ofMinutes(1);
            }
        };
        MongoSettings settings = new MongoSettings(new StorageLocation(Optional.of(LAX), config), null, config);
        MongoClientSettings customized = settings
                .customize(MongoClientSettings.builder().applyConnectionString(new ConnectionString(LAX))).build();
        assertEquals(ReadPreference.primary(), customized.getReadPreference());
        assertEquals(ReadConcern.DEFAULT, customized.getReadConcern());
        assertEquals(WriteConcern.MAJORITY.withJournal(true), customized.getWriteConcern());
        assertTrue(customized.getRetryWrites() && customized.getRetryReads());
        assertEquals(1_500, customized.getTimeout(TimeUnit.MILLISECONDS));
    }
}
