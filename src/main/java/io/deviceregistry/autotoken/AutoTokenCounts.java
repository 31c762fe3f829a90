package io.deviceregistry.autotoken;

import static io.deviceregistry.autotoken.AutoTokenDocument.DISABLED;
import static io.deviceregistry.autotoken.AutoTokenDocument.EXPIRES;
import static io.deviceregistry.autotoken.AutoTokenDocument.REMAINING;

import java.time.Clock;
import java.time.Instant;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.persistence.CollectionCount;
import io.deviceregistry.persistence.StorageConfig;

/** Counts auto-assign tokens: all of them by the metadata of the collection, those that can no longer be used by an index. */
@Singleton
public final class AutoTokenCounts {

    /** How many tokens there are. Each is counted once: disabled comes before expired, and expired before used up. */
    public record Count(long active, long disabled, long expired, long usedUp) {
    }

    private final AutoTokenRepository tokens;
    private final StorageConfig config;
    private final CollectionCount total;
    private final Clock clock;

    AutoTokenCounts(AutoTokenRepository tokens, StorageConfig config, CollectionCount total, Clock clock) {
        this.total = total;
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
    }

    public Count count() {
        MongoCollection<AutoTokenDocument> collection = tokens.collectionWithin(config.countTimeout().toMillis());
        Instant now = clock.instant();
        long disabled = collection.countDocuments(new Document(DISABLED, true));
        long expired = collection.countDocuments(new Document(DISABLED, false).append(EXPIRES, new Document("$lte", now)));
        long usedUp = collection.countDocuments(new Document(DISABLED, false).append(REMAINING, new Document("$lte", 0L))
                .append(EXPIRES, new Document("$gt", now)));
        long all = total.of(collection);
        return new Count(Math.max(0, all - disabled - expired - usedUp), disabled, expired, usedUp);
    }
}
