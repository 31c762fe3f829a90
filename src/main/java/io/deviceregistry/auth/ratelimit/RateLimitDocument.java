package io.deviceregistry.auth.ratelimit;

import java.time.Instant;
import java.util.List;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** One of three, as it is stored: a window of tries, the number of windows that were used up, or something that is remembered. */
@MongoEntity(collection = RateLimitDocument.COLLECTION)
@RegisterForReflection
public class RateLimitDocument {

    static final String COLLECTION = "rate-limits";
    static final String SCHEMA = "schema";
    static final String USED = "used";
    static final String PENDING = "pending";
    static final String LEVEL = "level";
    static final String UNTIL = "until";

    /** The limit and whom it is about. */
    @BsonId
    public String id;
    public int schema;
    /** The tries of a window, those under way included. */
    public long used;
    /** The tries that are under way. */
    public List<ObjectId> pending;
    /** How many windows were used up. */
    public long level;
    public Instant until;

    /** How many tries of the window were wrong. */
    long wrong() {
        return used - (pending == null ? 0 : pending.size());
    }
}
