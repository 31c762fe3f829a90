package io.deviceregistry.account;

import java.time.Instant;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An account that is being removed, or was removed a short time ago.
 *
 * @param id the id of the account
 * @param heir the account that gets its devices; {@code null} if they go to the garbage
 */
@MongoEntity(collection = RemovedAccountDocument.COLLECTION)
@RegisterForReflection
public record RemovedAccountDocument(@BsonId ObjectId id, int schema, Instant time, ObjectId heir) {

    static final String COLLECTION = "removed-accounts";
    static final String TIME = "time";
}
