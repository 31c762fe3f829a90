package io.deviceregistry.persistence;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/** How many documents a collection has: MongoDB and the embedded store know it; FerretDB guesses it, so there they are counted. */
@Singleton
public final class CollectionCount {

    private static final long BOUND_MS = 10_000;

    private final MongoDatabase database;

    CollectionCount(MongoDatabase database) {
        this.database = database.withTimeout(BOUND_MS, TimeUnit.MILLISECONDS);
    }

    /** @param collection with the time that counting may take */
    public long of(MongoCollection<?> collection) {
        boolean guesses = database.runCommand(new Document("buildInfo", 1)).containsKey("ferretdb");
        return guesses ? collection.countDocuments() : collection.estimatedDocumentCount();
    }
}
