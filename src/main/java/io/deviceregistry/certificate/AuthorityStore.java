package io.deviceregistry.certificate;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import io.deviceregistry.account.AccountRemoved;
import io.deviceregistry.account.Prn;
import io.deviceregistry.storage.DatabaseFaults;
import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;

/** Certificate authorities of owners, in the database. */
@Singleton
public class AuthorityStore implements IndexedStore {

    private static final String ID = "_id";
    private static final String BY_OWNER = "owner";

    private final MongoCollection<AuthorityDocument> authorities;

    AuthorityStore(MongoDatabase database) {
        this.authorities = database.getCollection(AuthorityDocument.COLLECTION, AuthorityDocument.class);
    }

    @Override
    public String collection() {
        return AuthorityDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(AuthorityDocument.OWNER), new IndexOptions().name(BY_OWNER)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_OWNER, AuthorityDocument.OWNER));
    }

    /** The same again changes nothing. */
    void insert(Authority authority, Prn owner) {
        try {
            authorities.insertOne(AuthorityDocument.of(authority, owner));
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
        }
    }

    List<Authority> of(Prn owner) {
        List<Authority> found = new ArrayList<>();
        authorities.find(new Document(AuthorityDocument.OWNER, owner.value()))
                .forEach(document -> found.add(document.toAuthority()));
        return found;
    }

    boolean remove(Prn owner, Fingerprint fingerprint) {
        return authorities.deleteOne(new Document(ID, AuthorityDocument.id(owner, fingerprint))).getDeletedCount() == 1;
    }

    void forget(@Observes AccountRemoved removal) {
        authorities.deleteMany(new Document(AuthorityDocument.OWNER, removal.account().value()));
    }
}
