package io.deviceregistry.account;

import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.types.ObjectId;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;

import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** Records of accounts whose removal has begun, in the database. */
@Singleton
class RemovedAccountRepository extends DeadlineRepository<RemovedAccountDocument, ObjectId> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_TIME = "time";

    RemovedAccountRepository(RequestDeadline deadline) {
        super(deadline);
    }

    @Override
    public String collectionName() {
        return RemovedAccountDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(RemovedAccountDocument.TIME), new IndexOptions().name(BY_TIME)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_TIME, RemovedAccountDocument.TIME));
    }

    /** Stores the record; replaces that of an earlier removal of the same account. */
    void save(RemovedAccountDocument note) {
        collection().replaceOne(new Document(ID, note.id()), note, new ReplaceOptions().upsert(true));
    }

    /** For the job that finishes removals. */
    List<RemovedAccountDocument> before(Instant time) {
        return list(new Document(RemovedAccountDocument.TIME, new Document("$lt", time)));
    }

    /** Deletes the record of this removal; another removal of the same account has a record with another time. */
    void forget(RemovedAccountDocument note) {
        collection().deleteOne(new Document(ID, note.id()).append(RemovedAccountDocument.TIME, note.time()));
    }
}
