package io.deviceregistry.auth.hashing;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;

import io.deviceregistry.persistence.DatabaseReady;
import io.deviceregistry.persistence.TimedCollections;

/**
 * The highest cost that a hash of this registry may have. It is what a refused login costs, so that its time does not tell
 * hashes of different age from each other, nor from a name that is not there. The database remembers it over changes of
 * {@code registry.passwords.cost}.
 */
@Singleton
class HashCosts {

    private static final String ID = "passwords";
    private static final String HIGHEST = "highest-cost";
    private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true)
            .returnDocument(ReturnDocument.AFTER);

    private final AtomicInteger highest;

    HashCosts(PasswordConfig passwords) {
        this.highest = new AtomicInteger(passwords.cost());
    }

    void remember(@Observes DatabaseReady event, TimedCollections collections) {
        MongoCollection<Document> registry = collections.get("registry", Document.class).get();
        Document after = registry.findOneAndUpdate(new Document("_id", ID), Updates.max(HIGHEST, highest.get()), UPSERT);
        saw(after.getInteger(HIGHEST));
    }

    int highest() {
        return highest.get();
    }

    /** A stored hash may come from elsewhere. */
    void saw(int cost) {
        highest.accumulateAndGet(cost, Math::max);
    }
}
