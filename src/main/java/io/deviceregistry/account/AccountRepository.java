package io.deviceregistry.account;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;
import io.deviceregistry.secret.SecretHash;

/** Accounts in the database. */
@Singleton
public class AccountRepository implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_NICK = "nick";
    private static final String BY_EMAIL = "email";
    private static final String BY_ROLE = "roles";
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions()
            .returnDocument(ReturnDocument.AFTER);

    private final Supplier<MongoCollection<AccountDocument>> accounts;
    private final Clock clock;

    AccountRepository(TimedCollections collections, Clock clock) {
        this.accounts = collections.get(AccountDocument.COLLECTION, AccountDocument.class);
        this.clock = clock;
    }

    @Override
    public String collection() {
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

    /** Whether it was stored: its nick and its e-mail address must be free. */
    public boolean insert(Account account) {
        try {
            accounts.get().insertOne(AccountDocument.of(account));
            return true;
        } catch (MongoException e) {
            if (DatabaseFaults.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    public Optional<Account> byId(String id) {
        return first(eq(ID, new ObjectId(id)));
    }

    public Optional<Account> byNick(String nick) {
        return first(eq(AccountDocument.NICK, nick));
    }

    public Optional<Account> byEmail(String email) {
        return first(eq(AccountDocument.EMAIL, email.toLowerCase(Locale.ROOT)));
    }

    /** The accounts behind this id, in the order of their ids, which is that of their making. */
    List<Account> page(String afterId, int limit) {
        Bson filter = afterId == null ? new BsonDocument() : gt(ID, new ObjectId(afterId));
        FindIterable<AccountDocument> found = accounts.get().find(filter).sort(Sorts.ascending(ID)).limit(limit);
        List<Account> page = new ArrayList<>();
        found.forEach(document -> page.add(document.toAccount()));
        return page;
    }

    /** Whether the account is now linked to this subject of the external issuer: it must have this address, and no subject. */
    public boolean link(String id, String email, String subject) {
        return accounts.get()
                .updateOne(byId(new ObjectId(id)).append(AccountDocument.EMAIL, email).append(AccountDocument.SUBJECT, null),
                        Updates.set(AccountDocument.SUBJECT, subject))
                .getMatchedCount() == 1;
    }

    /**
     * Stores another password, which ends every token of the account.
     *
     * @param generation of the password that was shown; nothing happens when it has been replaced since
     */
    Optional<Account> setPassword(String id, int generation, SecretHash password) {
        return update(byId(new ObjectId(id)).append(AccountDocument.GENERATION, generation),
                List.of(Updates.set(AccountDocument.PASSWORD, password.value()), Updates.inc(AccountDocument.GENERATION, 1)));
    }

    /** Ends every token of this generation, or of any; nothing happens when they have ended already. */
    void endSessions(String id, Optional<Integer> generation) {
        Document filter = byId(new ObjectId(id));
        generation.ifPresent(exact -> filter.append(AccountDocument.GENERATION, exact));
        update(filter, List.of(Updates.inc(AccountDocument.GENERATION, 1)));
    }

    /** Makes a change that leaves an administrator one. Nothing happens while the account is being removed. */
    Optional<Account> change(String id, AccountChange change) {
        return update(changeable(id, change), change.updates());
    }

    /** Makes a change of an account that is disabled, or is no administrator, when the change happens. */
    Optional<Account> changeOfNoAdministrator(String id, boolean disabled, AccountChange change) {
        Document filter = changeable(id, change);
        if (disabled) {
            filter.append(AccountDocument.DISABLED, true);
        } else {
            filter.append(AccountDocument.ROLES, new Document("$ne", Caller.ADMIN));
        }
        return update(filter, change.updates());
    }

    private static Document changeable(String id, AccountChange change) {
        Document filter = byId(new ObjectId(id));
        return change.removing() ? filter : filter.append(AccountDocument.REMOVING, null);
    }

    /** Flat, as are all filters: the embedded store looks up no document by a nested one. */
    private static Document byId(ObjectId id) {
        return new Document(ID, id);
    }

    /** Notes that an active administrator is about to be none. */
    boolean markLeaving(String id, ObjectId mark) {
        return accounts.get().updateOne(byId(new ObjectId(id)).append(AccountDocument.ROLES, Caller.ADMIN)
                .append(AccountDocument.DISABLED, false), Updates.set(AccountDocument.LEAVING, mark)).getMatchedCount() == 1;
    }

    /** Whether the mark was still there. Without it, the change that it names does not happen any more. */
    boolean unmarkLeaving(String id, ObjectId mark) {
        return accounts.get().updateOne(byId(new ObjectId(id)).append(AccountDocument.LEAVING, mark),
                Updates.unset(AccountDocument.LEAVING)).getMatchedCount() == 1;
    }

    /** Makes a change that ends an administrator, as long as the mark is there. */
    Optional<Account> changeOfLeaving(String id, ObjectId mark, AccountChange change) {
        return update(byId(new ObjectId(id)).append(AccountDocument.LEAVING, mark), change.updates());
    }

    /** The administrators that can log in, those who are leaving among them. */
    List<AccountDocument> administrators() {
        List<AccountDocument> found = new ArrayList<>();
        for (AccountDocument document : accounts.get().find(eq(AccountDocument.ROLES, Caller.ADMIN))) {
            if (!document.disabled && document.password != null) {
                found.add(document);
            }
        }
        return found;
    }

    /** Whether its removal has begun and not ended. */
    boolean isBeingRemoved(String id) {
        AccountDocument found = accounts.get().find(eq(ID, new ObjectId(id))).first();
        return found != null && Boolean.TRUE.equals(found.removing);
    }

    /** The end of a removal. */
    void remove(String id) {
        accounts.get().deleteOne(byId(new ObjectId(id)).append(AccountDocument.REMOVING, true));
    }

    private Optional<Account> update(Bson filter, List<Bson> updates) {
        List<Bson> all = new ArrayList<>(updates);
        all.add(Updates.set(AccountDocument.TIME_MODIFIED, clock.instant()));
        return Optional.ofNullable(accounts.get().findOneAndUpdate(filter, Updates.combine(all), AFTER))
                .map(AccountDocument::toAccount);
    }

    private Optional<Account> first(Bson filter) {
        return Optional.ofNullable(accounts.get().find(filter).first()).map(AccountDocument::toAccount);
    }
}
