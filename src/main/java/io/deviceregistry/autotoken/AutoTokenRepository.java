package io.deviceregistry.autotoken;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.types.ObjectId;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;

import io.deviceregistry.account.AccountRemoved;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** Auto-assign tokens in the database. */
@Singleton
public class AutoTokenRepository extends DeadlineRepository<AutoTokenDocument, ObjectId> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_HASH = "hash";
    private static final String BY_OWNER = "owner-id";
    private static final String BY_STATE = "state";

    AutoTokenRepository(RequestDeadline deadline) {
        super(deadline);
    }

    @Override
    public String collectionName() {
        return AutoTokenDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(
                new IndexModel(Indexes.ascending(AutoTokenDocument.HASH), new IndexOptions().name(BY_HASH).unique(true)),
                new IndexModel(Indexes.ascending(AutoTokenDocument.OWNER, ID), new IndexOptions().name(BY_OWNER)),
                new IndexModel(Indexes.ascending(AutoTokenDocument.DISABLED, AutoTokenDocument.EXPIRES,
                        AutoTokenDocument.REMAINING), new IndexOptions().name(BY_STATE)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(
                QueryShape.of(BY_HASH, AutoTokenDocument.HASH),
                QueryShape.of(QueryShape.BY_ID, ID),
                QueryShape.of(QueryShape.BY_ID).sortedBy(ID),
                QueryShape.of(QueryShape.BY_ID, ID).sortedBy(ID),
                QueryShape.of(BY_OWNER, AutoTokenDocument.OWNER)
                        .testing("nearly all are older than the removal of their owner", AutoTokenDocument.TIME_CREATED),
                QueryShape.of(BY_OWNER, AutoTokenDocument.OWNER).sortedBy(ID),
                QueryShape.of(BY_STATE, AutoTokenDocument.DISABLED),
                QueryShape.of(BY_STATE, AutoTokenDocument.DISABLED, AutoTokenDocument.EXPIRES),
                QueryShape.of(BY_STATE, AutoTokenDocument.DISABLED, AutoTokenDocument.EXPIRES)
                        .testing("it is counted within the index", AutoTokenDocument.REMAINING));
    }

    void insert(AutoToken token, String hash) {
        collection().insertOne(AutoTokenDocument.of(token, hash));
    }

    /** The sizes in bytes of the metas of each token of the page, without reading the metas. */
    List<Long> sizes(Prn owner, Optional<String> afterId, int limit) {
        List<Long> sizes = new ArrayList<>();
        find(owner, afterId, limit).projection(Projections.include(AutoTokenDocument.DEFAULT_USER_META_SIZE))
                .forEach(document -> sizes.add((long) document.defaultUserMetaSize));
        return sizes;
    }

    List<AutoToken> page(Prn owner, Optional<String> afterId, int limit) {
        List<AutoToken> page = new ArrayList<>();
        find(owner, afterId, limit).forEach(document -> page.add(document.toToken()));
        return page;
    }

    /** @param owner {@code null} for the tokens of all owners */
    private FindIterable<AutoTokenDocument> find(Prn owner, Optional<String> afterId, int limit) {
        Document filter = ofOwner(owner);
        afterId.ifPresent(id -> filter.append(ID, new Document("$gt", new ObjectId(id))));
        return collection().find(filter).sort(Sorts.ascending(ID)).limit(limit);
    }

    /**
     * Disables the token. Returns whether it exists; a second call changes nothing.
     *
     * @param owner who must own it; {@code null} for any owner
     */
    boolean disable(String id, Prn owner, Instant now) {
        Document filter = ofOwner(owner).append(ID, new ObjectId(id));
        return collection().updateOne(filter, Updates.combine(
                Updates.set(AutoTokenDocument.DISABLED, true),
                Updates.set(AutoTokenDocument.TIME_MODIFIED, now))).getMatchedCount() == 1;
    }

    private static Document ofOwner(Prn owner) {
        return owner == null ? new Document() : new Document(AutoTokenDocument.OWNER, owner.value());
    }

    /** The token, if it can be used now. */
    Optional<AutoToken> usable(String hash, Instant now) {
        return first(usableFilter(hash, now)).map(AutoTokenDocument::toToken);
    }

    /** Uses the token once, if that is still allowed: the check and the count are one operation. */
    boolean redeem(String hash, Instant now) {
        return collection().updateOne(usableFilter(hash, now), Updates.combine(
                Updates.inc(AutoTokenDocument.REMAINING, -1L), Updates.inc(AutoTokenDocument.USES, 1L))).getMatchedCount() == 1;
    }

    /** Takes back one use, if there is any. */
    void giveBack(String id) {
        collection().updateOne(new Document(ID, new ObjectId(id)).append(AutoTokenDocument.USES, new Document("$gt", 0L)),
                Updates.combine(Updates.inc(AutoTokenDocument.REMAINING, 1L), Updates.inc(AutoTokenDocument.USES, -1L)));
    }

    /** Deletes the tokens of a removed account. */
    void remove(@Observes AccountRemoved removal) {
        collection().deleteMany(ofOwner(removal.account()).append(AutoTokenDocument.TIME_CREATED,
                new Document("$lte", removal.before())));
    }

    private static Document usableFilter(String hash, Instant now) {
        return new Document(AutoTokenDocument.HASH, hash)
                .append(AutoTokenDocument.DISABLED, false)
                .append(AutoTokenDocument.EXPIRES, new Document("$gt", now))
                .append(AutoTokenDocument.REMAINING, new Document("$gt", 0L));
    }
}
