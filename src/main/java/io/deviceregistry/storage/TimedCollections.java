package io.deviceregistry.storage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
        Function<Duration, MongoCollection<T>> within = within(name, type);
        return () -> within.apply(time.left());
    }

    /** The same outside of the request, by how long the operation may take. */
    public <T> Function<Duration, MongoCollection<T>> within(String name, Class<T> type) {
        MongoCollection<T> collection = database.getCollection(name, type);
        return left -> collection.withTimeout(left.toMillis(), TimeUnit.MILLISECONDS);
    }
}
