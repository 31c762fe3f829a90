package io.deviceregistry.persistence;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;

/** A call that blocks its thread, as a step of a path that also starts on event loops. */
public final class BlockingCall {

    private BlockingCall() {
    }

    /** Makes the call on the subscriber's thread, or on a worker thread if the subscriber is an event loop. */
    public static <T> Uni<T> of(Supplier<T> call) {
        return Uni.createFrom().deferred(() -> {
            Uni<T> result = Uni.createFrom().item(call);
            return Context.isOnEventLoopThread() ? result.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) : result;
        });
    }
}
