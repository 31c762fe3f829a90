package io.deviceregistry.persistence;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.bson.conversions.Bson;

import com.mongodb.client.MongoCollection;

import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;

/**
 * A repository whose operations respect the deadline of the request. Panache's own finders use the timeout of the driver, which
 * applies to each operation separately, so they are for jobs; code that serves requests uses {@link #collection()}.
 *
 * @param <E> the stored document
 * @param <I> its id
 */
public abstract class DeadlineRepository<E, I> implements PanacheMongoRepositoryBase<E, I> {

    private final RequestDeadline deadline;
    /** Cached, because Panache looks up its client at each call, which would slow down reads of single devices. */
    private volatile MongoCollection<E> collection;

    protected DeadlineRepository(RequestDeadline deadline) {
        this.deadline = deadline;
    }

    /**
     * The collection with the remaining time of the request as timeout. Call it again for each operation.
     *
     * @throws io.deviceregistry.problem.ProblemException unavailable if no time is left
     */
    protected MongoCollection<E> collection() {
        return collectionWithin(deadline.left().toMillis());
    }

    /** The collection for background work, with a timeout per operation instead of the deadline of a request. */
    public final MongoCollection<E> collectionWithin(long milliseconds) {
        MongoCollection<E> known = collection;
        if (known == null) {
            known = mongoCollection();
            collection = known;
        }
        return known.withTimeout(milliseconds, TimeUnit.MILLISECONDS);
    }

    protected final Optional<E> first(Bson filter) {
        return Optional.ofNullable(collection().find(filter).first());
    }
}
