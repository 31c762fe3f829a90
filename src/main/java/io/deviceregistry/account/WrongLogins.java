package io.deviceregistry.account;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import jakarta.inject.Singleton;

import io.deviceregistry.Sha256;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.ratelimit.ClientAddress;
import io.deviceregistry.ratelimit.Limit;
import io.deviceregistry.ratelimit.LocalLimits;
import io.deviceregistry.ratelimit.Refusal;
import io.deviceregistry.ratelimit.Refusals;
import io.deviceregistry.ratelimit.SharedLimits;

/**
 * Bounds how often passwords and chosen secrets can be guessed. A try is counted before the slow check and given back when
 * it was right, so that of many at once not one more is checked than may be. A flood for one user uses up what all unknown
 * addresses may try together; from addresses where the user was right before, the user still comes in.
 */
@Singleton
class WrongLogins {

    private static final Duration KNOWN = Duration.ofDays(30);

    private final LocalLimits local;
    private final SharedLimits shared;
    private final Refusals refusals;
    private final ClientAddress address;

    WrongLogins(LocalLimits local, SharedLimits shared, Refusals refusals, ClientAddress address) {
        this.local = local;
        this.shared = shared;
        this.refusals = refusals;
        this.address = address;
    }

    /** Under what name tries for somebody who is not there are counted: short, whatever was sent. */
    static String unknownUser(String username) {
        return "unknown:" + HexFormat.of().formatHex(Sha256.of(username.toLowerCase(Locale.ROOT)), 0, 16);
    }

    /**
     * Whether the secret was right.
     *
     * @param user the principal's PRN
     * @param check the slow comparison
     * @throws ProblemException too-many-requests
     */
    boolean check(String user, BooleanSupplier check) {
        String from = address.current();
        String pair = user + " " + from;
        local.take(Limit.WRONG_LOGINS_PER_ADDRESS, from);
        shared.take(Limit.WRONG_LOGINS_PER_USER_AND_ADDRESS, pair);
        Optional<Refusal> refusal = shared.refusal(Limit.WRONG_LOGINS_PER_USER, user);
        if (refusal.isPresent() && !shared.isRemembered(known(pair))) {
            refusals.refuse(refusal.get());
        }
        boolean right = false;
        boolean checked = false;
        try {
            right = check.getAsBoolean();
            checked = true;
        } finally {
            if (right || !checked) {
                giveBack(from, pair, refusal.isPresent() ? null : user);
            }
        }
        if (right) {
            shared.remember(known(pair), KNOWN);
        }
        return right;
    }

    private void giveBack(String from, String pair, String user) {
        local.giveBack(Limit.WRONG_LOGINS_PER_ADDRESS, from);
        shared.giveBack(Limit.WRONG_LOGINS_PER_USER_AND_ADDRESS, pair);
        if (user != null) {
            shared.giveBack(Limit.WRONG_LOGINS_PER_USER, user);
        }
    }

    private static String known(String pair) {
        return "known-login " + pair;
    }
}
