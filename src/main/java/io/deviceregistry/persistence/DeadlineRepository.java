package io.deviceregistry.persistence;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.bson.conversions.Bson;

import com.mongodb.client.MongoCollection;

import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;

/**
 * A repository whose operations take no longer than the current request may. Panache's own finders get the driver's timeout, which
 * starts anew with each operation, so they are for jobs; code that serves requests uses {@link #collection()}.
 *
 * @param <E> the stored document
 * @param <I> its id
 */
public abstract class DeadlineRepository<E, I> implements PanacheMongoRepositoryBase<E, I> {

    private final RequestDeadline deadline;
    /** Panache looks its client up at each call, which reads of single devices would notice. */
    private volatile MongoCollection<E> collection;

    protected DeadlineRepository(RequestDeadline deadline) {
        this.deadline = deadline;
    }

    /**
     * The collection with the time that the request has left. Ask for it again for each operation.
     *
     * @throws io.deviceregistry.problem.ProblemException unavailable when no time is left
     */
    protected MongoCollection<E> collection() {
        return collectionWithin(deadline.left().toMillis());
    }

    /** The collection for background work, with a timeout for each operation in place of the deadline of a request. */
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
