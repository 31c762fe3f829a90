package io.deviceregistry.auth.hashing;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;

import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The highest hash cost, as it is stored beside the schema version. */
@MongoEntity(collection = "registry")
@RegisterForReflection
public record HashCostDocument(@BsonId String id, @BsonProperty(HIGHEST) int highest) {

    static final String HIGHEST = "highest-cost";
}
