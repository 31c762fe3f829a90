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

    /** For a secret that the service made: 256 random bits need no slow hash. */
    public SecretHash hashGenerated(Secret secret) {
        return SecretHash.fast(secret, randomness.bytes(SALT_BYTES));
    }

    /**
     * For a secret or password that somebody chose.
     *
     * @throws ProblemException too-many-requests when too many are waiting
     */
    public SecretHash hashChosen(Secret secret) {
        return queue.run(places.ofCaller(), () -> new SecretHash(BcryptUtil.bcryptHash(shortened(secret), cost)));
    }

    /** Whether this is the secret, and one that the service made: known at once, and without waiting for anybody. */
    public boolean matchesGenerated(Secret secret, SecretHash hash) {
        return hash != null && hash.isFast() && hash.matchesFast(secret);
    }

    /**
     * Does what compares secrets by {@link #matches} when it is the login's turn.
     *
     * @param kind of logins, which wait behind each other and not behind those of other kinds
     * @throws ProblemException too-many-requests when too many are waiting
     */
    public <T> T inTurn(String kind, String name, Callable<T> task) {
        return queue.run(places.ofLogin(kind, name), task);
    }

    /**
     * Whether this is the secret. Every "no" takes the time of the slowest hash there is, also with nothing to compare with,
     * with a fast hash and with one of a lower cost, so that the time of an answer tells nobody whether a name exists. Call
     * it {@link #inTurn}.
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
        // Each cost takes twice the time of the one before, so all up to the highest add up to it.
        for (int missing = hash.cost(); missing < costs.highest(); missing++) {
            BcryptUtil.bcryptHash(text, missing);
        }
        return false;
    }

    /** bcrypt sees only 72 bytes and stops at NUL: a digest in base64 is shorter and has none. */
    private static String shortened(Secret secret) {
        return Base64.getEncoder().encodeToString(Sha256.of(secret.value()));
    }
}
