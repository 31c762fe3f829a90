package io.deviceregistry.persistence;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/** The collections of the stores. Each operation may take what its request has left of its time. */
@Singleton
public final class TimedCollections {

    private final MongoDatabase database;
    private final RequestDeadline time;
    private final StorageConfig config;

    TimedCollections(MongoDatabase database, RequestDeadline time, StorageConfig config) {
        this.database = database;
        this.time = time;
        this.config = config;
    }

    /** For counts in the background, which may take longer than any request. */
    public <T> MongoCollection<T> getForCounting(String name, Class<T> type) {
        return database.getCollection(name, type).withTimeout(config.countTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** To be asked for each operation anew. */
    public <T> Supplier<MongoCollection<T>> get(String name, Class<T> type) {
        MongoCollection<T> collection = database.getCollection(name, type);
        return () -> collection.withTimeout(time.left().toMillis(), TimeUnit.MILLISECONDS);
    }
}
