package io.deviceregistry.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;

/**
 * Removes accounts with what belongs to them. For some seconds another replica may go on accepting the tokens of an
 * account that is gone, and give it devices; so the account is noted, and what belongs to it is looked for once more when all
 * replicas know. The same second look ends a removal that was cut off in the middle.
 */
@Singleton
public class RemovedAccounts implements IndexedRepository {

    private static final Logger LOG = Logger.getLogger(RemovedAccounts.class);
    /** Longer than any replica remembers the standing of an account. */
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final String ID = "_id";
    private static final String BY_TIME = "time";

    private final Supplier<MongoCollection<RemovedAccountDocument>> removed;
    private final AccountRepository accounts;
    private final OwnedDevices devices;
    private final Event<AccountRemoved> removals;
    private final Clock clock;

    RemovedAccounts(TimedCollections collections, AccountRepository accounts, OwnedDevices devices,
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
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(QueryShape.BY_ID, ID, RemovedAccountDocument.TIME),
                QueryShape.of(BY_TIME, RemovedAccountDocument.TIME));
    }

    /**
     * Removes an account.
     *
     * @param heir gets its devices; {@code null} for the garbage
     * @param begin marks the account, after which the removal goes on whatever happens; it may refuse
     */
    void remove(Account account, Account heir, Runnable begin) {
        RemovedAccountDocument note = new RemovedAccountDocument();
        note.id = new ObjectId(account.id());
        note.schema = SchemaVersion.CURRENT;
        note.time = clock.instant();
        note.heir = heir == null ? null : new ObjectId(heir.id());
        // The note comes first: a removal that has begun is never without it.
        removed.get().replaceOne(new Document(ID, note.id), note, new ReplaceOptions().upsert(true));
        try {
            begin.run();
        } catch (ProblemException e) {
            forget(note);
            throw e;
        }
        finish(note);
    }

    private void finish(RemovedAccountDocument note) {
        String id = note.id.toHexString();
        Prn owner = Prn.ofAccount(id);
        removals.fire(new AccountRemoved(owner, clock.instant()));
        moveDevices(owner, note);
        Instant end = clock.instant();
        accounts.remove(id);
        removals.fire(new AccountRemoved(owner, end));
    }

    private void moveDevices(Prn owner, RemovedAccountDocument note) {
        if (note.heir == null) {
            devices.discard(owner);
            return;
        }
        String heir = note.heir.toHexString();
        accounts.byId(heir).ifPresent(found -> devices.transfer(owner, found.prn(), found.nick()));
        if (accounts.byId(heir).isEmpty()) {
            keepFrom(Prn.ofAccount(heir), owner);
        }
    }

    /** The heir was removed before it had everything. Nobody said that the rest may be thrown away. */
    private void keepFrom(Prn heir, Prn owner) {
        Optional<Account> account = accounts.byId(owner.id());
        if (account.isEmpty()) {
            // What another replica gave to the account after its end has nobody left to go to.
            devices.discard(owner);
            return;
        }
        devices.transfer(heir, owner, account.get().nick());
        throw new ProblemException(ProblemType.CONFLICT, "The account that was to get the devices has been removed;"
                + " delete the account again and say what becomes of its devices");
    }

    @Scheduled(identity = "sweep-removed-accounts", every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        sweep(clock.instant().minus(SETTLED));
    }

    /**
     * Goes on with the removals that were cut off, and looks again for what came to the accounts that were removed before. The
     * recipient of devices gets them also when it is disabled by now.
     */
    public void sweep(Instant before) {
        List<RemovedAccountDocument> settled = new ArrayList<>();
        removed.get().find(new Document(RemovedAccountDocument.TIME, new Document("$lt", before))).forEach(settled::add);
        for (RemovedAccountDocument note : settled) {
            try {
                sweep(note);
            } catch (ProblemException e) {
                LOG.warnf("The removal of the account %s does not go on: %s", note.id, e.getMessage());
            }
        }
    }

    private void sweep(RemovedAccountDocument note) {
        String id = note.id.toHexString();
        Optional<Account> present = accounts.byId(id);
        if (present.isEmpty() || accounts.isBeingRemoved(id)) {
            finish(note);
        } else {
            // Its removal was refused, or this is a later account of the same subject of the issuer.
            removals.fire(new AccountRemoved(Prn.ofAccount(id), present.get().timeCreated().minusMillis(1)));
        }
        forget(note);
    }

    /** Another removal of the same account has a note of another time. */
    private void forget(RemovedAccountDocument note) {
        removed.get().deleteOne(new Document(ID, note.id).append(RemovedAccountDocument.TIME, note.time));
    }
}
