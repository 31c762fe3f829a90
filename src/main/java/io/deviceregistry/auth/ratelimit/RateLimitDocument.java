package io.deviceregistry.auth.ratelimit;

import java.time.Instant;
import java.util.List;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One of three, as it is stored: a window of tries, the number of windows that were used up, or something that is remembered.
 *
 * @param id the limit and whom it is about
 * @param used the tries of a window, those under way included; {@code null} of the others
 * @param pending the tries that are under way; {@code null} of the others
 * @param level how many windows were used up; {@code null} of the others
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

    /** How many tries of the window were wrong. */
    long wrong() {
        return used - (pending == null ? 0 : pending.size());
    }
}
