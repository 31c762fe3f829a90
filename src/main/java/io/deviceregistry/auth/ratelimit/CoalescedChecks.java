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
 * Checks concurrent logins with the same name and the same password only once: a program with sixty workers that all log in at
 * once costs one slow hash.
 */
@Singleton
class CoalescedChecks {

    /** @param digest of the password in the request */
    record Check(String address, LoginName name, String digest, SecretHash hash) {
    }

    private final int maxJoining;
    private final Map<Check, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final Map<String, Integer> joining = new ConcurrentHashMap<>();

    CoalescedChecks(HashQueueConfig limits) {
        this.maxJoining = limits.passwordQueue();
    }

    /**
     * Checks the password.
     *
     * @param slowly the check, which only the first of them runs
     * @param alsoWrong runs for each of the others if the password is wrong
     * @throws ProblemException too-many-requests if too many requests of this address are waiting; and whatever the check throws
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

    /** How many requests of the address wait for the check of another one. */
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
            // The time in this queue does not count as time for the database.
            RequestDeadline.restart();
            return right;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            joining.computeIfPresent(address, (absent, count) -> count == 1 ? null : count - 1);
        }
    }
}
