package io.deviceregistry.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import io.deviceregistry.auth.AuthenticationAttempt.Result;
import io.deviceregistry.auth.AuthenticationAttempt.Type;
import io.deviceregistry.problem.ProblemException;
import io.smallrye.mutiny.Uni;

/** Fires an event for the outcome of each authentication. */
@Singleton
public class AuthenticationAttempts {

    private static final int FIRST_SERVER_ERROR = 500;

    private final Event<AuthenticationAttempt> events;

    AuthenticationAttempts(Event<AuthenticationAttempt> events) {
        this.events = events;
    }

    public <T> T observe(Type type, Supplier<T> attempt) {
        long start = System.nanoTime();
        Result result = Result.ERROR;
        try {
            T success = attempt.get();
            result = Result.SUCCESS;
            return success;
        } catch (RuntimeException e) {
            result = result(e);
            throw e;
        } finally {
            ended(type, result, start);
        }
    }

    /** The same for an attempt that is repeated in another way if it fails: only success is reported. */
    public <T> Optional<T> observeSuccess(Type type, Supplier<Optional<T>> attempt) {
        long start = System.nanoTime();
        Optional<T> success = attempt.get();
        if (success.isPresent()) {
            ended(type, Result.SUCCESS, start);
        }
        return success;
    }

    /** The same for an asynchronous attempt. */
    public <T> Uni<T> observeLater(Type type, Supplier<Uni<? extends T>> attempt) {
        long start = System.nanoTime();
        return Uni.createFrom().deferred(attempt).onItemOrFailure()
                .invoke((success, failure) -> ended(type, failure == null ? Result.SUCCESS : result(failure), start));
    }

    private static Result result(Throwable failure) {
        return failure instanceof ProblemException e && e.type().status() < FIRST_SERVER_ERROR ? Result.FAILURE : Result.ERROR;
    }

    private void ended(Type type, Result result, long start) {
        events.fire(new AuthenticationAttempt(type, result, Duration.ofNanos(System.nanoTime() - start)));
    }
}
