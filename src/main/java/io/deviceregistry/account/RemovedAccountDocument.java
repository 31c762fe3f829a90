package io.deviceregistry.account;

import java.time.Instant;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An account that is being removed, or was a moment ago. */
@MongoEntity(collection = RemovedAccountDocument.COLLECTION)
@RegisterForReflection
public class RemovedAccountDocument {

    static final String COLLECTION = "removed-accounts";
    static final String TIME = "time";

    /** The account's. */
    @BsonId
    public ObjectId id;
    public int schema;
    public Instant time;
    /** The account that gets its devices; none where they go to the garbage. */
    public ObjectId heir;
}
