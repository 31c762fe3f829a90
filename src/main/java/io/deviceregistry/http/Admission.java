package io.deviceregistry.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets in as many requests, and as many bytes of bodies, as can be served in time and in the memory that there is. The
 * rest is told so at once, on the event loop, before anything of it is queued or read.
 */
@Singleton
final class Admission {

    private static final long PART_OF_HEAP = 64;

    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(LimitsConfig limits) {
        this.maxRequests = limits.requestsInFlight();
        this.maxBytes = limits.bodiesInFlight().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /**
     * Counts the request in until it has ended.
     *
     * @param length of its body, or the longest that it may have
     * @throws ProblemException unavailable
     */
    void admit(RoutingContext context, long length) {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            throw refused("Too many requests at once; try again soon");
        }
        long all = bytes.addAndGet(length);
        if (length > 0 && all > maxBytes && all > length) {
            bytes.addAndGet(-length);
            requests.decrementAndGet();
            throw refused("Too many large bodies at once; try again soon");
        }
        context.addEndHandler(ended -> {
            requests.decrementAndGet();
            bytes.addAndGet(-length);
        });
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.UNAVAILABLE, why).retryAfter(Duration.ofSeconds(1));
    }
}
