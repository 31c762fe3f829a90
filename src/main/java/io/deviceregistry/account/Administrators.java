package io.deviceregistry.account;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

import io.deviceregistry.identity.AccountId;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Randomness;

/**
 * Changes accounts so that one active administrator with a password always stays, without a transaction. A change that ends an
 * administrator first marks the account as leaving, then looks for another administrator who is not leaving, and changes the
 * account only while it has this mark. Of several such changes at once, the last to set its mark sees the marks of all others;
 * it removes its own mark and tries again after a short while. A mark that a killed process left behind is removed by the next
 * change that needs that administrator; the change that set it can then no longer happen.
 */
@Singleton
class Administrators {

    /** Longer than any request takes. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);
    private static final int MAX_PAUSE_MS = 20;

    private final AccountRepository store;
    private final RequestDeadline time;
    private final Clock clock;
    private final Randomness randomness;

    Administrators(AccountRepository store, RequestDeadline time, Clock clock, Randomness randomness) {
        this.store = store;
        this.time = time;
        this.clock = clock;
        this.randomness = randomness;
    }

    /**
     * Makes the change.
     *
     * @throws ProblemException not-found; last-administrator; conflict while the account is being removed
     */
    Account change(AccountId id, AccountChange change) {
        long deadline = System.nanoTime() + time.retryBudget().toNanos();
        do {
            Account present = store.byId(id).orElseThrow(() -> ProblemException.notFound("Account"));
            Optional<Account> after = change(present, change);
            if (after.isPresent()) {
                return after.get();
            }
            if (!change.removing() && store.isBeingRemoved(id)) {
                throw new ProblemException(ProblemType.CONFLICT, "The account is being removed");
            }
        } while (System.nanoTime() < deadline);
        throw new ProblemException(ProblemType.UNAVAILABLE, "Too many writers at once; try again")
                .retryAfter(Duration.ofSeconds(1));
    }

    private Optional<Account> change(Account present, AccountChange change) {
        if (!change.endsAdministration()) {
            return store.change(present.id(), change);
        }
        return present.isAdmin() && !present.disabled()
                ? end(present.id(), change)
                : store.changeOfNoAdministrator(present.id(), present.disabled(), change);
    }

    private Optional<Account> end(AccountId id, AccountChange change) {
        ObjectId mark = new ObjectId(Date.from(clock.instant()));
        if (!store.markLeaving(id, mark)) {
            return Optional.empty();
        }
        List<AccountDocument> others = store.administrators().stream()
                .filter(other -> !other.id.toHexString().equals(id.value())).toList();
        if (others.stream().anyMatch(this::stays)) {
            return store.changeOfLeaving(id, mark, change);
        }
        store.unmarkLeaving(id, mark);
        if (others.isEmpty()) {
            throw new ProblemException(ProblemType.LAST_ADMINISTRATOR,
                    "There must be another administrator with a password who is not disabled");
        }
        pause();
        return Optional.empty();
    }

    private boolean stays(AccountDocument other) {
        return other.leaving == null || other.leaving.getDate().toInstant().isBefore(clock.instant().minus(ABANDONED))
                && store.unmarkLeaving(new AccountId(other.id.toHexString()), other.leaving);
    }

    /** Of random length, so that two that leave at once do not meet each other again and again. */
    private void pause() {
        try {
            Thread.sleep(1L + randomness.below(MAX_PAUSE_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
