package io.deviceregistry.account;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import io.deviceregistry.account.AuthenticationAttempt.Result;
import io.deviceregistry.account.AuthenticationAttempt.Type;
import io.deviceregistry.problem.ProblemException;

/** Tells whom it concerns how each authentication ends. */
@Singleton
class AuthenticationAttempts {

    private static final int FIRST_SERVER_ERROR = 500;

    private final Event<AuthenticationAttempt> events;

    AuthenticationAttempts(Event<AuthenticationAttempt> events) {
        this.events = events;
    }

    <T> T observe(Type type, Supplier<T> attempt) {
        long start = System.nanoTime();
        Result result = Result.ERROR;
        try {
            T success = attempt.get();
            result = Result.SUCCESS;
            return success;
        } catch (ProblemException e) {
            result = e.type().status() < FIRST_SERVER_ERROR ? Result.FAILURE : Result.ERROR;
            throw e;
        } finally {
            events.fire(new AuthenticationAttempt(type, result, Duration.ofNanos(System.nanoTime() - start)));
        }
    }
}
