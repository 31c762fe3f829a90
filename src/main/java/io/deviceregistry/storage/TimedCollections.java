package io.deviceregistry.storage;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/** The collections of the stores. Each operation may take what its request has left of its time. */
@Singleton
public final class TimedCollections {

    private final MongoDatabase database;
    private final RequestTime time;

    TimedCollections(MongoDatabase database, RequestTime time) {
        this.database = database;
        this.time = time;
    }

    /** To be asked for each operation anew. */
    public <T> Supplier<MongoCollection<T>> get(String name, Class<T> type) {
        MongoCollection<T> collection = database.getCollection(name, type);
        return () -> collection.withTimeout(time.left().toMillis(), TimeUnit.MILLISECONDS);
    }
}
