package io.deviceregistry.auth.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import io.deviceregistry.account.AccountRemoved;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** Certificate authorities of owners, in the database. */
@Singleton
public class AuthorityRepository extends DeadlineRepository<AuthorityDocument, String> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_OWNER = "owner";
    private static final String BY_SLOT = "slot";

    AuthorityRepository(RequestDeadline deadline) {
        super(deadline);
    }

    @Override
    public String collectionName() {
        return AuthorityDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(AuthorityDocument.OWNER), new IndexOptions().name(BY_OWNER)),
                new IndexModel(Indexes.ascending(AuthorityDocument.SLOT),
                        new IndexOptions().name(BY_SLOT).unique(true).sparse(true)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_OWNER, AuthorityDocument.OWNER)
                .testing("an owner has few authorities", AuthorityDocument.TIME_CREATED));
    }

    @Override
    public Set<String> constraints() {
        return Set.of(BY_SLOT);
    }

    /**
     * Registers an authority; registering it again changes nothing. Each authority occupies a slot, so that concurrent requests
     * cannot register more authorities than there are slots.
     *
     * @return false if all slots are taken
     */
    boolean insert(Authority authority, Prn owner, int slots) {
        List<String> taken = new ArrayList<>();
        collection().find(new Document(AuthorityDocument.OWNER, owner.value())).forEach(other -> taken.add(other.slot()));
        return IntStream.range(0, slots).mapToObj(number -> AuthorityDocument.slot(owner, number))
                .filter(slot -> !taken.contains(slot))
                .anyMatch(slot -> insert(AuthorityDocument.of(authority, owner, slot)));
    }

    private boolean insert(AuthorityDocument document) {
        try {
            collection().insertOne(document);
            return true;
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            // Either this authority is registered already, or its slot has just been taken.
            return first(new Document(ID, document.id())).isPresent();
        }
    }

    List<Authority> of(Prn owner) {
        List<Authority> found = new ArrayList<>();
        collection().find(new Document(AuthorityDocument.OWNER, owner.value()))
                .forEach(document -> found.add(document.toAuthority()));
        return found;
    }

    boolean remove(Prn owner, Fingerprint fingerprint) {
        return collection().deleteOne(new Document(ID, AuthorityDocument.id(owner, fingerprint))).getDeletedCount() == 1;
    }

    void forget(@Observes AccountRemoved removal) {
        collection().deleteMany(new Document(AuthorityDocument.OWNER, removal.account().value())
                .append(AuthorityDocument.TIME_CREATED, new Document("$lte", removal.before())));
    }
}
