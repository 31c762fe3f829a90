package io.deviceregistry.autotoken;

import static io.deviceregistry.autotoken.AutoTokenDocument.DISABLED;
import static io.deviceregistry.autotoken.AutoTokenDocument.EXPIRES;
import static io.deviceregistry.autotoken.AutoTokenDocument.REMAINING;

import java.time.Clock;
import java.time.Instant;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.WholeCount;

/** Counts auto-assign tokens: all of them by the collection's own count, those of no more use by an index. */
@Singleton
public final class AutoTokenCounts {

    /** How many tokens there are; each is counted once, as disabled before expired before used up. */
    public record Count(long active, long disabled, long expired, long usedUp) {
    }

    private final MongoCollection<AutoTokenDocument> tokens;
    private final WholeCount whole;
    private final Clock clock;

    AutoTokenCounts(TimedCollections collections, WholeCount whole, Clock clock) {
        this.whole = whole;
        this.tokens = collections.getForCounting(AutoTokenDocument.COLLECTION, AutoTokenDocument.class);
        this.clock = clock;
    }

    public Count count() {
        Instant now = clock.instant();
        long disabled = tokens.countDocuments(new Document(DISABLED, true));
        long expired = tokens.countDocuments(new Document(DISABLED, false).append(EXPIRES, new Document("$lte", now)));
        long usedUp = tokens.countDocuments(new Document(DISABLED, false).append(REMAINING, new Document("$lte", 0L))
                .append(EXPIRES, new Document("$gt", now)));
        long all = whole.of(tokens);
        return new Count(Math.max(0, all - disabled - expired - usedUp), disabled, expired, usedUp);
    }
}
