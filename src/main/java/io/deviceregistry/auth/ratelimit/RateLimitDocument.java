package io.deviceregistry.auth.ratelimit;

import java.time.Instant;
import java.util.List;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One of three kinds of stored documents: a window of attempts, the number of exhausted windows, or a remembered pair.
 *
 * @param id the limit, and the user, pair or address that it counts
 * @param used the attempts of a window, including undecided ones; {@code null} for the other kinds
 * @param pending the undecided attempts; {@code null} for the other kinds
 * @param level the number of exhausted windows; {@code null} for the other kinds
 */
@MongoEntity(collection = RateLimitDocument.COLLECTION)
@RegisterForReflection
public record RateLimitDocument(@BsonId String id, int schema, Long used, List<ObjectId> pending, Long level,
        Instant until) {

    static final String COLLECTION = "rate-limits";
    static final String SCHEMA = "schema";
    static final String USED = "used";
    static final String PENDING = "pending";
    static final String LEVEL = "level";
    static final String UNTIL = "until";

    /** How many attempts of the window were wrong. */
    long wrong() {
        return used - (pending == null ? 0 : pending.size());
    }
}
