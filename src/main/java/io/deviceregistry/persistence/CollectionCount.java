package io.deviceregistry.persistence;

import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/**
 * The number of documents of a collection. MongoDB and the embedded store keep it as metadata; FerretDB only estimates it, so
 * there the documents are counted.
 */
@Singleton
public final class CollectionCount {

    private static final long BOUND_MS = 10_000;

    private final MongoDatabase database;

    CollectionCount(MongoDatabase database) {
        this.database = database.withTimeout(BOUND_MS, TimeUnit.MILLISECONDS);
    }

    /** @param collection with the timeout for counting */
    public long of(MongoCollection<?> collection) {
        boolean onlyEstimates = database.runCommand(new Document("buildInfo", 1)).containsKey("ferretdb");
        return onlyEstimates ? collection.countDocuments() : collection.estimatedDocumentCount();
    }
}
