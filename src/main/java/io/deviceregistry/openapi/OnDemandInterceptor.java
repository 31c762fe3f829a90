package io.deviceregistry.openapi;

import java.util.ArrayDeque;
import java.util.Queue;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Keeps the calls that return nothing, and makes them in their order before the first one that returns something. */
@OnDemand
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
final class OnDemandInterceptor {

    private final Queue<InvocationContext> kept = new ArrayDeque<>();

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        synchronized (kept) {
            if (call.getMethod().getReturnType() == void.class) {
                kept.add(call);
                return null;
            }
            while (!kept.isEmpty()) {
                kept.element().proceed();
                // Only now: a call that failed is made again for the next caller.
                kept.remove();
            }
        }
        return call.proceed();
    }
}
