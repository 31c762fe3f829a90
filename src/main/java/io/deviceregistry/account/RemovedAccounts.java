package io.deviceregistry.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.types.ObjectId;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;

import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.SchemaVersion;
import io.deviceregistry.storage.TimedCollections;
import io.quarkus.scheduler.Scheduled;

/**
 * Removes accounts with what belongs to them. For some seconds another replica may go on accepting the tokens of an
 * account that is gone, and give it devices; so the account is noted, and its devices are looked for once more when all
 * replicas know. The same second look ends a removal that was cut off in the middle.
 */
@Singleton
public class RemovedAccounts implements IndexedStore {

    /** Longer than any replica remembers the standing of an account. */
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final String ID = "_id";
    private static final String BY_TIME = "time";

    private final Supplier<MongoCollection<RemovedAccountDocument>> removed;
    private final AccountStore accounts;
    private final OwnedDevices devices;
    private final Event<AccountRemoved> removals;
    private final Clock clock;

    RemovedAccounts(TimedCollections collections, AccountStore accounts, OwnedDevices devices,
            Event<AccountRemoved> removals, Clock clock) {
        this.removed = collections.get(RemovedAccountDocument.COLLECTION, RemovedAccountDocument.class);
        this.accounts = accounts;
        this.devices = devices;
        this.removals = removals;
        this.clock = clock;
    }

    @Override
    public String collection() {
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

    /**
     * Removes an account that is disabled already.
     *
     * @param heir gets its devices; {@code null} for the garbage
     */
    void remove(Account account, Account heir) {
        RemovedAccountDocument note = new RemovedAccountDocument();
        note.id = new ObjectId(account.id());
        note.schema = SchemaVersion.CURRENT;
        note.time = clock.instant();
        note.heir = heir == null ? null : new ObjectId(heir.id());
        removed.get().replaceOne(new Document(ID, note.id), note, new ReplaceOptions().upsert(true));
        remove(account.id(), heir);
    }

    private void remove(String id, Account heir) {
        Prn owner = Prn.ofAccount(id);
        if (heir == null) {
            devices.discard(owner);
        } else {
            devices.transfer(owner, heir.prn(), heir.nick());
        }
        removals.fire(new AccountRemoved(owner));
        accounts.remove(id);
    }

    @Scheduled(identity = "sweep-removed-accounts", every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        sweep(clock.instant().minus(SETTLED));
    }

    /** Looks again for devices of the accounts that were removed before. */
    public void sweep(Instant before) {
        List<RemovedAccountDocument> settled = new ArrayList<>();
        removed.get().find(new Document(RemovedAccountDocument.TIME, new Document("$lt", before))).forEach(settled::add);
        for (RemovedAccountDocument note : settled) {
            String id = note.id.toHexString();
            // One whose removal was cut off and that was enabled again stays.
            if (accounts.byId(id).filter(account -> !account.disabled()).isEmpty()) {
                Account heir = note.heir == null
                        ? null
                        : accounts.byId(note.heir.toHexString()).filter(account -> !account.disabled()).orElse(null);
                remove(id, heir);
            }
            removed.get().deleteOne(new Document(ID, note.id));
        }
    }
}
