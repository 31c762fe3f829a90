package io.deviceregistry.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;

/**
 * Removes accounts with all that belongs to them. For some seconds another replica may still accept the tokens of a removed
 * account and give it devices. So each removal is recorded, and a job looks again for what belongs to the account once the caches
 * of all replicas have expired. The same job completes removals that were interrupted.
 */
@Singleton
public class AccountRemoval {

    private static final Logger LOG = Logger.getLogger(AccountRemoval.class);
    /** Longer than any replica caches the state of an account. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final RemovedAccountRepository removed;
    private final AccountRepository accounts;
    private final OwnedDevices devices;
    private final Event<AccountRemoved> removals;
    private final Clock clock;

    AccountRemoval(RemovedAccountRepository removed, AccountRepository accounts, OwnedDevices devices,
            Event<AccountRemoved> removals, Clock clock) {
        this.removed = removed;
        this.accounts = accounts;
        this.devices = devices;
        this.removals = removals;
        this.clock = clock;
    }

    /**
     * Removes an account.
     *
     * @param heir gets its devices; {@code null} for the garbage
     * @param actor who removes it; an interrupted removal is completed by the registry
     * @param begin marks the account, after which the removal is completed in any case; may throw to refuse the removal
     */
    void remove(Account account, Account heir, Actor actor, Runnable begin) {
        RemovedAccountDocument note = new RemovedAccountDocument(new ObjectId(account.id().value()), SchemaVersion.CURRENT,
                clock.instant(), heir == null ? null : new ObjectId(heir.id().value()));
        // The record comes first: a removal that has begun always has one.
        removed.save(note);
        try {
            begin.run();
        } catch (ProblemException e) {
            removed.forget(note);
            throw e;
        }
        finish(note, actor);
    }

    private void finish(RemovedAccountDocument note, Actor actor) {
        AccountId id = new AccountId(note.id().toHexString());
        Prn owner = id.prn();
        removals.fire(new AccountRemoved(owner, clock.instant()));
        moveDevices(owner, note, actor);
        Instant end = clock.instant();
        accounts.remove(id);
        removals.fire(new AccountRemoved(owner, end));
    }

    private void moveDevices(Prn owner, RemovedAccountDocument note, Actor actor) {
        if (note.heir() == null) {
            devices.discard(owner, actor);
            return;
        }
        AccountId heir = new AccountId(note.heir().toHexString());
        accounts.byId(heir).ifPresent(found -> devices.transfer(owner, found.prn(), found.nick(), actor));
        if (accounts.byId(heir).isEmpty()) {
            keepFrom(heir.prn(), owner, actor);
        }
    }

    /** The heir was removed before it received everything. Nobody asked to discard the rest. */
    private void keepFrom(Prn heir, Prn owner, Actor actor) {
        Optional<Account> account = accounts.byId(owner.accountId());
        if (account.isEmpty()) {
            // Devices that another replica gave to the account after its removal have no heir.
            devices.discard(owner, actor);
            return;
        }
        devices.transfer(heir, owner, account.get().nick(), actor);
        throw new ProblemException(ProblemType.CONFLICT, "The account that was to receive the devices has been removed;"
                + " delete the account again and choose what happens to its devices");
    }

    @Scheduled(identity = "sweep-removed-accounts", every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        sweep(clock.instant().minus(SETTLED));
    }

    /**
     * Completes interrupted removals, and looks again for what removed accounts received in the meantime. The heir gets the
     * devices even if it is disabled by now.
     */
    public void sweep(Instant before) {
        for (RemovedAccountDocument note : removed.before(before)) {
            try {
                sweep(note);
            } catch (ProblemException e) {
                LOG.warnf("The removal of the account %s could not be completed: %s", note.id(), e.getMessage());
            }
        }
    }

    private void sweep(RemovedAccountDocument note) {
        AccountId id = new AccountId(note.id().toHexString());
        Optional<Account> present = accounts.byId(id);
        if (present.isEmpty() || accounts.isBeingRemoved(id)) {
            finish(note, Actor.REGISTRY);
        } else {
            // The removal was refused, or this is a later account of the same subject of the issuer.
            removals.fire(new AccountRemoved(id.prn(), present.get().times().created().minusMillis(1)));
        }
        removed.forget(note);
    }
}
