package io.deviceregistry.persistence;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;

/** A blocking call as a step of an asynchronous flow that may start on an event loop. */
public final class BlockingCall {

    private BlockingCall() {
    }

    /** Makes the call on the thread of the subscriber, or on a worker thread if that is an event loop. */
    public static <T> Uni<T> of(Supplier<T> call) {
        return Uni.createFrom().deferred(() -> {
            Uni<T> result = Uni.createFrom().item(call);
            return Context.isOnEventLoopThread() ? result.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) : result;
        });
    }
}
