package io.deviceregistry.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.RoutingContext;

/**
 * Admits as many complete requests as can be served in time and in memory. The others are refused on the event loop, before
 * anything of them is queued or parsed. One address gets at most half of the places and half of the memory.
 */
@Singleton
final class Admission {

    private static final int PART_OF_HEAP = 4;

    /** A body that weighs no more is bounded by the number of requests: all of them together fill a quarter of the memory. */
    private final long light;
    private final Load all;
    private final int maxRequestsOfAddress;
    private final long maxWeightOfAddress;
    private final Map<String, Load> byAddress = new HashMap<>();

    Admission(LimitsConfig limits) {
        long maxWeight = limits.bodiesInFlight().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        this.light = maxWeight / (4L * limits.requestsInFlight());
        this.all = new Load(limits.requestsInFlight(), maxWeight);
        this.maxRequestsOfAddress = Math.max(1, limits.requestsInFlight() / 2);
        this.maxWeightOfAddress = maxWeight / 2;
    }

    /**
     * Counts the request in until it has ended.
     *
     * @param weight of its body: how much memory it needs once it is parsed
     * @throws ProblemException unavailable
     */
    void admit(RoutingContext context, String address, long weight) {
        long counted = weight <= light ? 0 : weight;
        enter(address, counted);
        RequestPlace.take(context, () -> leave(address, counted));
    }

    synchronized void enter(String address, long weight) {
        Load own = byAddress.computeIfAbsent(address, key -> new Load(maxRequestsOfAddress, maxWeightOfAddress));
        if (!all.hasPlace() || !own.hasPlace()) {
            throw refused("Too many requests at once; try again soon");
        }
        if (!all.hasRoom(weight) || !own.hasRoom(weight)) {
            throw refused("Too many large bodies at once; try again soon");
        }
        all.add(weight);
        own.add(weight);
    }

    synchronized void leave(String address, long weight) {
        all.remove(weight);
        Load own = byAddress.get(address);
        own.remove(weight);
        if (own.isEmpty()) {
            byAddress.remove(address);
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.UNAVAILABLE, why).retryAfter(Duration.ofSeconds(1));
    }

    private static final class Load {

        private final int maxRequests;
        private final long maxWeight;
        private int requests;
        private long weight;

        private Load(int maxRequests, long maxWeight) {
            this.maxRequests = maxRequests;
            this.maxWeight = maxWeight;
        }

        private boolean hasPlace() {
            return requests < maxRequests;
        }

        /**
         * A body must leave half of its own weight free, so that lighter ones find room beside it. What weighs more than half
         * of the maximum counts as half: it is taken when little else is there.
         */
        private boolean hasRoom(long more) {
            long capped = Math.min(more, maxWeight / 2);
            return more == 0 || weight + capped + capped / 2 <= maxWeight;
        }

        private void add(long more) {
            requests++;
            weight += Math.min(more, maxWeight / 2);
        }

        private void remove(long more) {
            requests--;
            weight -= Math.min(more, maxWeight / 2);
        }

        private boolean isEmpty() { return requests == 0; }
    }
}
