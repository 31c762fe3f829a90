package io.deviceregistry.account;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;

import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;
import io.deviceregistry.secret.SecretHash;

/** Accounts in the database. */
@Singleton
public class AccountRepository extends DeadlineRepository<AccountDocument, ObjectId> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_NICK = "nick";
    private static final String BY_EMAIL = "email";
    private static final String BY_ROLE = "roles";
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions()
            .returnDocument(ReturnDocument.AFTER);

    private final Clock clock;

    AccountRepository(RequestDeadline deadline, Clock clock) {
        super(deadline);
        this.clock = clock;
    }

    @Override
    public String collectionName() {
        return AccountDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(
                new IndexModel(Indexes.ascending(AccountDocument.NICK), new IndexOptions().name(BY_NICK).unique(true)),
                new IndexModel(Indexes.ascending(AccountDocument.EMAIL), new IndexOptions().name(BY_EMAIL).unique(true)),
                new IndexModel(Indexes.ascending(AccountDocument.ROLES), new IndexOptions().name(BY_ROLE)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID),
                QueryShape.of(QueryShape.BY_ID).sortedBy(ID),
                QueryShape.of(QueryShape.BY_ID, ID).sortedBy(ID),
                QueryShape.of(BY_NICK, AccountDocument.NICK),
                QueryShape.of(BY_EMAIL, AccountDocument.EMAIL),
                QueryShape.of(BY_ROLE, AccountDocument.ROLES));
    }

    /** Stores a new account. Returns false if its nick or its e-mail address is taken. */
    public boolean insert(Account account) {
        try {
            collection().insertOne(AccountDocument.of(account));
            return true;
        } catch (MongoException e) {
            if (DatabaseFaults.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    public Optional<Account> byId(AccountId id) {
        return first(eq(ID, new ObjectId(id.value()))).map(AccountDocument::toAccount);
    }

    public Optional<Account> byNick(String nick) {
        return first(eq(AccountDocument.NICK, nick)).map(AccountDocument::toAccount);
    }

    public Optional<Account> byEmail(String email) {
        return first(eq(AccountDocument.EMAIL, email.toLowerCase(Locale.ROOT))).map(AccountDocument::toAccount);
    }

    /** The accounts after this id, ordered by id, which is the order of creation. */
    List<Account> page(Optional<String> afterId, int limit) {
        Bson filter = afterId.map(id -> gt(ID, new ObjectId(id))).orElseGet(BsonDocument::new);
        FindIterable<AccountDocument> found = collection().find(filter).sort(Sorts.ascending(ID)).limit(limit);
        List<Account> page = new ArrayList<>();
        found.forEach(document -> page.add(document.toAccount()));
        return page;
    }

    /**
     * Links the account to this subject of the external issuer. Returns false if the account has another e-mail address or a
     * subject already.
     */
    public boolean link(AccountId id, String email, String subject) {
        return collection()
                .updateOne(
                        byId(new ObjectId(id.value())).append(AccountDocument.EMAIL, email).append(AccountDocument.SUBJECT,
                                null),
                        Updates.set(AccountDocument.SUBJECT, subject))
                .getMatchedCount() == 1;
    }

    /**
     * Replaces the password, which ends every token of the account.
     *
     * @param generation of the password that the caller gave; nothing happens if it has been replaced since
     */
    Optional<Account> setPassword(AccountId id, int generation, SecretHash password) {
        return findAndUpdate(byId(new ObjectId(id.value())).append(AccountDocument.GENERATION, generation),
                List.of(Updates.set(AccountDocument.PASSWORD, password.value()), Updates.inc(AccountDocument.GENERATION, 1)));
    }

    /** Ends every token of this generation, or of any; does nothing if they have ended already. */
    void endSessions(AccountId id, Optional<Integer> generation) {
        Document filter = byId(new ObjectId(id.value()));
        generation.ifPresent(exact -> filter.append(AccountDocument.GENERATION, exact));
        findAndUpdate(filter, List.of(Updates.inc(AccountDocument.GENERATION, 1)));
    }

    /** Makes a change after which an administrator is still one. Does nothing while the account is being removed. */
    Optional<Account> change(AccountId id, AccountChange change) {
        return findAndUpdate(changeable(id, change), updates(change));
    }

    /** Changes an account, provided that it is disabled or not an administrator when the change happens. */
    Optional<Account> changeOfNoAdministrator(AccountId id, boolean disabled, AccountChange change) {
        Document filter = changeable(id, change);
        if (disabled) {
            filter.append(AccountDocument.DISABLED, true);
        } else {
            filter.append(AccountDocument.ROLES, new Document("$ne", Caller.ADMIN));
        }
        return findAndUpdate(filter, updates(change));
    }

    private static Document changeable(AccountId id, AccountChange change) {
        Document filter = byId(new ObjectId(id.value()));
        return change.removing() ? filter : filter.append(AccountDocument.REMOVING, null);
    }

    /** Flat, like all filters: the embedded store does not use its indexes for nested filters. */
    private static Document byId(ObjectId id) {
        return new Document(ID, id);
    }

    /** Marks an active administrator as leaving. */
    boolean markLeaving(AccountId id, ObjectId mark) {
        return collection().updateOne(byId(new ObjectId(id.value())).append(AccountDocument.ROLES, Caller.ADMIN)
                .append(AccountDocument.DISABLED, false), Updates.set(AccountDocument.LEAVING, mark)).getMatchedCount() == 1;
    }

    /** Removes the mark, so that the change that it names can no longer happen. Returns whether the mark still existed. */
    boolean unmarkLeaving(AccountId id, ObjectId mark) {
        return collection().updateOne(byId(new ObjectId(id.value())).append(AccountDocument.LEAVING, mark),
                Updates.unset(AccountDocument.LEAVING)).getMatchedCount() == 1;
    }

    /** Makes a change that ends an administrator, provided that the mark still exists. */
    Optional<Account> changeOfLeaving(AccountId id, ObjectId mark, AccountChange change) {
        return findAndUpdate(byId(new ObjectId(id.value())).append(AccountDocument.LEAVING, mark), updates(change));
    }

    /** The administrators that can log in, including those that are leaving. */
    List<AccountDocument> administrators() {
        List<AccountDocument> found = new ArrayList<>();
        for (AccountDocument document : collection().find(eq(AccountDocument.ROLES, Caller.ADMIN))) {
            if (!document.disabled && document.password != null) {
                found.add(document);
            }
        }
        return found;
    }

    /** Whether its removal has begun and has not been completed. */
    boolean isBeingRemoved(AccountId id) {
        return first(eq(ID, new ObjectId(id.value()))).filter(found -> Boolean.TRUE.equals(found.removing)).isPresent();
    }

    /** Completes a removal. */
    void remove(AccountId id) {
        collection().deleteOne(byId(new ObjectId(id.value())).append(AccountDocument.REMOVING, true));
    }

    private static List<Bson> updates(AccountChange change) {
        List<Bson> updates = new ArrayList<>();
        change.disabled().ifPresent(disabled -> updates.add(Updates.set(AccountDocument.DISABLED, disabled)));
        change.roles().ifPresent(roles -> updates.add(Updates.set(AccountDocument.ROLES, List.copyOf(roles))));
        change.password().ifPresent(password -> updates.add(Updates.set(AccountDocument.PASSWORD, password.value())));
        if (change.removing()) {
            updates.add(Updates.set(AccountDocument.REMOVING, true));
        }
        if (change.endsSessions()) {
            updates.add(Updates.inc(AccountDocument.GENERATION, 1));
        }
        // A change of roles ends the leaving.
        updates.add(Updates.unset(AccountDocument.LEAVING));
        return updates;
    }

    private Optional<Account> findAndUpdate(Bson filter, List<Bson> updates) {
        List<Bson> all = new ArrayList<>(updates);
        all.add(Updates.set(AccountDocument.TIME_MODIFIED, clock.instant()));
        return Optional.ofNullable(collection().findOneAndUpdate(filter, Updates.combine(all), AFTER))
                .map(AccountDocument::toAccount);
    }
}
