package io.deviceregistry.auth.ratelimit;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.hashing.SecretHasher;
import io.deviceregistry.http.origin.ClientAddress;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;
import io.deviceregistry.secret.Sha256;

/**
 * Limits how often passwords and chosen secrets can be guessed. An attempt is counted when it is its turn to be checked, and
 * taken back if it was right: concurrent wrong attempts cannot exceed the limit, and right ones never count. A flood of attempts
 * for one name exhausts the limit that all unknown addresses share, and a flood from one address exhausts that of unknown users
 * there. From addresses where a user logged in before, the user can still log in.
 */
@Singleton
public class LoginThrottle {

    private static final Duration KNOWN = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 20;

    private final LocalLimits local;
    private final SharedLimits shared;
    private final RateLimitRejections refusals;
    private final ClientAddress address;
    private final SecretHasher hasher;
    private final CoalescedChecks checks;

    LoginThrottle(LocalLimits local, SharedLimits shared, RateLimitRejections refusals, ClientAddress address,
            SecretHasher hasher,
            CoalescedChecks checks) {
        this.local = local;
        this.shared = shared;
        this.refusals = refusals;
        this.address = address;
        this.hasher = hasher;
        this.checks = checks;
    }

    /** One address that tries one name. */
    private record Trier(String address, LoginName name, boolean known) {

        String pair() {
            return name.key() + " " + address;
        }

        String kind() {
            return known ? "known logins" : "logins";
        }
    }

    /**
     * Checks the secret, and counts it if it is wrong.
     *
     * @param principal whose secret it should be, if the name exists
     * @throws ProblemException too-many-requests
     */
    public boolean check(LoginName name, Optional<Principal> principal, Secret secret) {
        String from = address.current();
        String known = "known-login " + principal.map(found -> found.prn().value()).orElseGet(name::key) + " " + from;
        Trier trier = new Trier(from, name, shared.isRemembered(known));
        refuseEarly(trier);
        SecretHash hash = principal.flatMap(Principal::secret).orElse(null);
        String digest = HexFormat.of().formatHex(Sha256.of(secret.value()));
        boolean right = checks.isRight(new CoalescedChecks.Check(from, name, digest, hash),
                () -> hasher.inTurn(trier.kind(), name.key(), () -> count(trier, () -> hasher.matches(secret, hash))),
                () -> count(trier, () -> false));
        if (right) {
            shared.remember(known, KNOWN);
        }
        return right;
    }

    /** Refuses without a place in the queue and without a query. */
    private void refuseEarly(Trier trier) {
        if (!trier.known()) {
            local.wouldRefuse(Limit.WRONG_LOGINS_PER_ADDRESS, trier.address()).ifPresent(refusals::refuse);
            shared.recentRefusal(Limit.WRONG_LOGINS_PER_USER, trier.name().key()).ifPresent(refusals::refuse);
        }
        shared.recentRefusal(Limit.WRONG_LOGINS_PER_USER_AND_ADDRESS, trier.pair()).ifPresent(refusals::refuse);
    }

    private boolean count(Trier trier, BooleanSupplier check) {
        boolean perAddress = !trier.known();
        if (perAddress) {
            local.take(Limit.WRONG_LOGINS_PER_ADDRESS, trier.address());
        }
        boolean wrong = false;
        try (CountedAttempt counted = shared.newAttempt()) {
            require(counted, Limit.WRONG_LOGINS_PER_USER_AND_ADDRESS, trier.pair(), true);
            require(counted, Limit.WRONG_LOGINS_PER_USER, trier.name().key(), !trier.known());
            wrong = !check.getAsBoolean();
            if (wrong) {
                counted.wrong();
            }
            return !wrong;
        } finally {
            if (perAddress && !wrong) {
                local.giveBack(Limit.WRONG_LOGINS_PER_ADDRESS, trier.address());
            }
        }
    }

    /** Attempts that are being checked are decided within the time of one hash. */
    private void require(CountedAttempt counted, Limit limit, String who, boolean binding) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        CountedAttempt.Outcome outcome = counted.count(limit, who);
        while (binding && outcome == CountedAttempt.Outcome.UNDECIDED && System.nanoTime() < deadline) {
            pause();
            outcome = counted.count(limit, who);
        }
        if (binding && outcome == CountedAttempt.Outcome.REFUSED) {
            refusals.refuse(counted.refusal().orElseThrow());
        }
        if (binding && outcome == CountedAttempt.Outcome.UNDECIDED) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many logins at once; try again soon")
                    .retryAfter(PATIENCE);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
