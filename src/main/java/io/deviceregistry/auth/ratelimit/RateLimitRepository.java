package io.deviceregistry.auth.ratelimit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

import com.mongodb.MongoException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** Stores the windows and the remembered pairs of {@link SharedLimits} in the database. */
@Singleton
class RateLimitRepository extends DeadlineRepository<RateLimitDocument, String> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_UNTIL = "until";
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
    private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true);

    RateLimitRepository(RequestDeadline deadline) {
        super(deadline);
    }

    @Override
    public String collectionName() {
        return RateLimitDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(RateLimitDocument.UNTIL), new IndexOptions().name(BY_UNTIL)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_UNTIL, RateLimitDocument.UNTIL));
    }

    Optional<RateLimitDocument> byId(String id) {
        return first(new Document(ID, id));
    }

    /** Counts an attempt in a window that is open and not exhausted, and returns the window. */
    Optional<RateLimitDocument> count(String id, ObjectId number, long max, Instant now) {
        Document open = new Document(ID, id).append(RateLimitDocument.UNTIL, new Document("$gt", now))
                .append(RateLimitDocument.USED, new Document("$lt", max));
        return Optional.ofNullable(collection().findOneAndUpdate(open, Updates.combine(
                Updates.inc(RateLimitDocument.USED, 1L), Updates.push(RateLimitDocument.PENDING, number)), AFTER));
    }

    /** Opens a window with this attempt. Returns false while the previous one is open. */
    boolean begin(String id, ObjectId number, Instant now, Instant until) {
        Document over = new Document(ID, id).append(RateLimitDocument.UNTIL, new Document("$lte", now));
        try {
            collection().findOneAndUpdate(over, Updates.combine(Updates.set(RateLimitDocument.USED, 1L),
                    Updates.set(RateLimitDocument.PENDING, List.of(number)), Updates.set(RateLimitDocument.UNTIL, until),
                    Updates.setOnInsert(RateLimitDocument.SCHEMA, SchemaVersion.CURRENT)), UPSERT);
            return true;
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            return false;
        }
    }

    /** The attempt was wrong. Returns whether it was undecided. */
    boolean keep(String id, ObjectId number) {
        return settle(id, number, Updates.pull(RateLimitDocument.PENDING, number));
    }

    /** Takes back the attempt. Returns whether it was undecided. */
    boolean giveBack(String id, ObjectId number) {
        return settle(id, number, Updates.combine(Updates.pull(RateLimitDocument.PENDING, number),
                Updates.inc(RateLimitDocument.USED, -1L)));
    }

    private boolean settle(String id, ObjectId number, Bson how) {
        return collection().updateOne(new Document(ID, id).append(RateLimitDocument.PENDING, number), how)
                .getMatchedCount() == 1;
    }

    /** Counts one more exhausted window. */
    void raiseLevel(String id, Instant until) {
        upsert(id, Updates.combine(Updates.inc(RateLimitDocument.LEVEL, 1L), Updates.set(RateLimitDocument.UNTIL, until)));
    }

    void remember(String id, Instant until) {
        upsert(id, Updates.set(RateLimitDocument.UNTIL, until));
    }

    private void upsert(String id, Bson updates) {
        collection().updateOne(new Document(ID, id),
                Updates.combine(updates, Updates.setOnInsert(RateLimitDocument.SCHEMA, SchemaVersion.CURRENT)),
                new UpdateOptions().upsert(true));
    }

    void forgetBefore(Instant time) {
        collection().deleteMany(new Document(RateLimitDocument.UNTIL, new Document("$lt", time)));
    }
}
