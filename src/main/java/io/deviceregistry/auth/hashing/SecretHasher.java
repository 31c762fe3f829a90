package io.deviceregistry.auth.hashing;

import java.util.Base64;
import java.util.concurrent.Callable;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;
import io.deviceregistry.secret.Sha256;
import io.quarkus.elytron.security.common.BcryptUtil;

/** Hashes and checks secrets. The slow hash waits for its turn in a {@link HashQueue}. */
@Singleton
public class SecretHasher {

    private static final int SALT_BYTES = 16;

    private final Randomness randomness;
    private final int cost;
    private final HashCosts costs;
    private final HashQueue queue;
    private final HashQueuePlaces places;

    SecretHasher(Randomness randomness, PasswordConfig passwords, HashCosts costs, HashQueue queue, HashQueuePlaces places) {
        this.randomness = randomness;
        this.cost = passwords.cost();
        this.costs = costs;
        this.queue = queue;
        this.places = places;
    }

    /** Hashes a generated secret: 256 random bits need no slow hash. */
    public SecretHash hashGenerated(Secret secret) {
        return SecretHash.fast(secret, randomness.bytes(SALT_BYTES));
    }

    /**
     * Hashes a secret or a password that a person chose.
     *
     * @throws ProblemException too-many-requests when too many are waiting
     */
    public SecretHash hashChosen(Secret secret) {
        return queue.run(places.ofCaller(), () -> new SecretHash(BcryptUtil.bcryptHash(shortened(secret), cost)));
    }

    /** Whether this is the right secret, and a generated one. Returns at once, without a place in the queue. */
    public boolean matchesGenerated(Secret secret, SecretHash hash) {
        return hash != null && hash.isFast() && hash.matchesFast(secret);
    }

    /**
     * Runs a task that calls {@link #matches} when it is the turn of this login.
     *
     * @param kind of logins, which share a branch of the queue
     * @throws ProblemException too-many-requests when too many are waiting
     */
    public <T> T inTurn(String kind, String name, Callable<T> task) {
        return queue.run(places.ofLogin(kind, name), task);
    }

    /**
     * Whether this is the right secret. Every negative answer takes as long as the slowest hash, also for an unknown user, a fast
     * hash or a hash of lower cost, so that the duration does not reveal whether a name exists. Call it from {@link #inTurn}.
     *
     * @param hash {@code null} for an unknown user
     */
    public boolean matches(Secret secret, SecretHash hash) {
        if (matchesGenerated(secret, hash)) {
            return true;
        }
        String text = shortened(secret);
        if (hash == null || hash.isFast()) {
            BcryptUtil.bcryptHash(text, costs.highest());
            return false;
        }
        costs.saw(hash.cost());
        if (BcryptUtil.matches(text, hash.value())) {
            return true;
        }
        // Each cost takes twice as long as the one before, so the remaining costs add up to the highest one.
        for (int missing = hash.cost(); missing < costs.highest(); missing++) {
            BcryptUtil.bcryptHash(text, missing);
        }
        return false;
    }

    /** bcrypt uses only 72 bytes and stops at NUL: a digest in base64 is shorter and has no NUL. */
    private static String shortened(Secret secret) {
        return Base64.getEncoder().encodeToString(Sha256.of(secret.value()));
    }
}
