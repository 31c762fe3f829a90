package io.deviceregistry.secret;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.deviceregistry.Sha256;
import io.deviceregistry.http.LimitsConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.storage.RequestTime;
import io.quarkus.elytron.security.common.BcryptUtil;

/**
 * Hashes and checks secrets. The slow hash runs on a small pool of its own with a bounded queue, so that a storm of
 * logins or of registrations takes neither all processors nor all worker threads; whoever finds the queue full gets 429.
 */
@Singleton
public class SecretHasher {

    private static final int SALT_BYTES = 16;

    private final Randomness randomness;
    private final int cost;
    private final ThreadPoolExecutor pool;
    private volatile SecretHash decoy;

    SecretHasher(Randomness randomness, PasswordConfig passwords, LimitsConfig limits) {
        this.randomness = randomness;
        this.cost = passwords.cost();
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        AtomicInteger count = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.passwordQueue()), task -> {
                    Thread thread = new Thread(task, "password-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.pool.allowCoreThreadTimeOut(true);
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
        return onPool(() -> new SecretHash(BcryptUtil.bcryptHash(shortened(secret), cost)));
    }

    /** Whether this is the secret, and one that the service made: known at once, and without waiting for anybody. */
    public boolean matchesGenerated(Secret secret, SecretHash hash) {
        return hash != null && hash.isFast() && hash.matchesFast(secret);
    }

    /**
     * Whether this is the secret. Every "no" costs one slow hash, also with nothing to compare with and with the fast
     * hash, so that the time of an answer tells nobody whether a name exists.
     *
     * @param hash {@code null} for an unknown user
     * @throws ProblemException too-many-requests when too many are waiting
     */
    public boolean matches(Secret secret, SecretHash hash) {
        if (matchesGenerated(secret, hash)) {
            return true;
        }
        boolean slow = hash != null && !hash.isFast();
        return onPool(() -> BcryptUtil.matches(shortened(secret), (slow ? hash : decoy()).value()) && slow);
    }

    private SecretHash decoy() {
        if (decoy == null) {
            decoy = new SecretHash(BcryptUtil.bcryptHash(shortened(Secret.random(randomness)), cost));
        }
        return decoy;
    }

    /** bcrypt sees only 72 bytes and stops at NUL: a digest in base64 is shorter and has none. */
    private static String shortened(Secret secret) {
        return Base64.getEncoder().encodeToString(Sha256.of(secret.value()));
    }

    private <T> T onPool(Callable<T> task) {
        Future<T> future;
        try {
            future = pool.submit(task);
        } catch (RejectedExecutionException e) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many logins at once; try again soon")
                    .retryAfter(Duration.ofSeconds(2));
        }
        try {
            T result = future.get();
            // Who waited here has not waited for the database.
            RequestTime.restart();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @PreDestroy
    void stop() {
        pool.shutdown();
    }
}
