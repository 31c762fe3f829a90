package io.deviceregistry.auth.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.hashing.HashQueueConfig;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.SecretHash;

/**
 * Logins of the same name with the same password at the same time are checked once: a program with sixty workers that all log in
 * at once costs one slow hash.
 */
@Singleton
class CoalescedChecks {

    /** @param digest of the password that was sent */
    record Check(String address, LoginName name, String digest, SecretHash hash) {
    }

    private final int maxJoining;
    private final Map<Check, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> joining = new ConcurrentHashMap<>();

    CoalescedChecks(HashQueueConfig limits) {
        this.maxJoining = limits.passwordQueue();
    }

    /**
     * Whether the password is right.
     *
     * @param slowly for the first
     * @param alsoWrong for each of the others, when it is wrong
     * @throws ProblemException too-many-requests when too many of this address are waiting; and what the check throws
     */
    boolean isRight(Check check, BooleanSupplier slowly, Runnable alsoWrong) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = running.putIfAbsent(check, mine);
        if (first == null) {
            return lead(check, mine, slowly);
        }
        boolean right = join(check.address(), first);
        if (!right) {
            alsoWrong.run();
        }
        return right;
    }

    /** How many wait for the check of another. */
    int joining(String address) {
        return joining.getOrDefault(address, 0);
    }

    private boolean lead(Check check, CompletableFuture<Boolean> mine, BooleanSupplier slowly) {
        try {
            boolean right = slowly.getAsBoolean();
            mine.complete(right);
            return right;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(check, mine);
        }
    }

    private boolean join(String address, CompletableFuture<Boolean> first) {
        int now = joining.merge(address, 1, Integer::sum);
        try {
            if (now > maxJoining) {
                throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many logins at once; try again soon")
                        .retryAfter(Duration.ofSeconds(2));
            }
            boolean right = first.join();
            // Who waited here has not waited for the database.
            RequestDeadline.restart();
            return right;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            joining.computeIfPresent(address, (absent, count) -> count == 1 ? null : count - 1);
        }
    }
}
