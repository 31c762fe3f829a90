package io.deviceregistry.account;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.bson.BsonDocument;
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

import io.deviceregistry.secret.SecretHash;
import io.deviceregistry.storage.DatabaseFaults;
import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.TimedCollections;

/** Accounts in the database. */
@Singleton
public class AccountStore implements IndexedStore {

    private static final String ID = "_id";
    private static final String BY_NICK = "nick";
    private static final String BY_EMAIL = "email";
    private static final String BY_ROLE = "roles";
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions()
            .returnDocument(ReturnDocument.AFTER);

    private final Supplier<MongoCollection<AccountDocument>> accounts;
    private final Clock clock;

    AccountStore(TimedCollections collections, Clock clock) {
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
    boolean insert(Account account) {
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

    Optional<Account> byId(String id) {
        return first(eq(ID, new ObjectId(id)));
    }

    public Optional<Account> byNick(String nick) {
        return first(eq(AccountDocument.NICK, nick));
    }

    Optional<Account> byEmail(String email) {
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

    /** Whether the account is now linked to this subject of the external issuer: it must have been to none. */
    boolean link(String id, String subject) {
        return accounts.get().updateOne(and(eq(ID, new ObjectId(id)), eq(AccountDocument.SUBJECT, null)),
                Updates.set(AccountDocument.SUBJECT, subject)).getMatchedCount() == 1;
    }

    /** Stores another password, which ends every token of the account. */
    Optional<Account> setPassword(String id, SecretHash password) {
        return update(id, Updates.set(AccountDocument.PASSWORD, password.value()),
                Updates.inc(AccountDocument.GENERATION, 1));
    }

    /** Ends every token of the account. */
    Optional<Account> endSessions(String id) {
        return update(id, Updates.inc(AccountDocument.GENERATION, 1));
    }

    /** Changes what is not {@code null}, in one update. */
    Optional<Account> change(String id, Boolean disabled, Set<String> roles, SecretHash password) {
        List<Bson> updates = new ArrayList<>();
        if (disabled != null) {
            updates.add(Updates.set(AccountDocument.DISABLED, disabled));
        }
        if (roles != null) {
            updates.add(Updates.set(AccountDocument.ROLES, List.copyOf(roles)));
        }
        if (password != null) {
            updates.add(Updates.set(AccountDocument.PASSWORD, password.value()));
        }
        if (password != null || Boolean.TRUE.equals(disabled)) {
            updates.add(Updates.inc(AccountDocument.GENERATION, 1));
        }
        return update(id, updates.toArray(Bson[]::new));
    }

    boolean remove(String id) {
        return accounts.get().deleteOne(eq(ID, new ObjectId(id))).getDeletedCount() == 1;
    }

    private Optional<Account> update(String id, Bson... updates) {
        List<Bson> all = new ArrayList<>(List.of(updates));
        all.add(Updates.set(AccountDocument.TIME_MODIFIED, clock.instant()));
        AccountDocument after = accounts.get().findOneAndUpdate(eq(ID, new ObjectId(id)), Updates.combine(all), AFTER);
        return Optional.ofNullable(after).map(AccountDocument::toAccount);
    }

    private Optional<Account> first(Bson filter) {
        return Optional.ofNullable(accounts.get().find(filter).first()).map(AccountDocument::toAccount);
    }
}
