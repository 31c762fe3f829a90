package io.deviceregistry.auth.hashing;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;

import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;

/** The highest hash cost, in the database. */
@Singleton
class HashCostRepository extends DeadlineRepository<HashCostDocument, String> {

    private static final String ID = "passwords";
    private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true)
            .returnDocument(ReturnDocument.AFTER);

    HashCostRepository(RequestDeadline deadline) {
        super(deadline);
    }

    /** Stores the cost if it is higher than the stored one, and returns the higher of both. */
    int raise(int cost) {
        return collection().findOneAndUpdate(new Document("_id", ID), Updates.max(HashCostDocument.HIGHEST, cost),
                UPSERT).highest();
    }
}
