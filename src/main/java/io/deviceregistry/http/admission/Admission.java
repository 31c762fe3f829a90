package io.deviceregistry.http.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;

/**
 * Admits as many complete requests as can be served within the time and memory limits; one address gets at most half of the
 * places. A request that finds no place is refused on the event loop, before it is queued or parsed. A request with a heavy body
 * waits for memory, because a refusal would only make the caller send it again.
 */
@Singleton
public final class Admission {

    private static final int PART_OF_HEAP = 4;

    /** Lighter bodies are limited only by the number of requests: all of them together fill a quarter of the memory. */
    private final long light;
    private final Load all;
    private final int maxRequestsOfAddress;
    private final long maxWeightOfAddress;
    private final Map<String, Load> byAddress = new HashMap<>();
    /** By address, in the order of their turns. */
    private final Map<String, Queue<Ticket>> waiting = new LinkedHashMap<>();

    Admission(AdmissionConfig limits) {
        long maxWeight = limits.bodiesInFlight().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        this.light = maxWeight / (4L * limits.requestsInFlight());
        this.all = new Load(limits.requestsInFlight(), maxWeight);
        this.maxRequestsOfAddress = Math.max(1, limits.requestsInFlight() / 2);
        this.maxWeightOfAddress = maxWeight / 2;
    }

    /**
     * @param weight of the body: the memory in bytes that it needs once it is parsed
     * @param admitted called if the request had to wait, on the thread of the request that freed its place
     */
    public Ticket ticket(String address, long weight, Runnable admitted) {
        return new Ticket(address, weight <= light ? 0 : weight, admitted);
    }

    private synchronized boolean enterOrWait(Ticket ticket) {
        if (!hasPlace(ticket.address)) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "Too many requests at once; try again soon")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (tryEnter(ticket)) {
            return true;
        }
        waiting.computeIfAbsent(ticket.address, key -> new ArrayDeque<>()).add(ticket);
        return false;
    }

    private Load of(String address) {
        return byAddress.computeIfAbsent(address, key -> new Load(maxRequestsOfAddress, maxWeightOfAddress));
    }

    private boolean hasPlace(String address) {
        Load own = byAddress.get(address);
        return all.hasPlace() && (own == null || own.hasPlace());
    }

    private boolean tryEnter(Ticket ticket) {
        Load own = of(ticket.address);
        boolean fits = all.hasRoom(ticket.weight) && own.hasRoom(ticket.weight) && all.hasPlace() && own.hasPlace();
        if (fits) {
            all.add(ticket.weight);
            own.add(ticket.weight);
            ticket.isIn = true;
        }
        forgetIfEmpty(ticket.address);
        return fits;
    }

    private void leave(Ticket ticket) {
        Ticket next = null;
        synchronized (this) {
            if (ticket.isIn) {
                ticket.isIn = false;
                all.remove(ticket.weight);
                byAddress.get(ticket.address).remove(ticket.weight);
                forgetIfEmpty(ticket.address);
                next = waiting.isEmpty() ? null : enterNext();
            } else {
                Queue<Ticket> queue = waiting.get(ticket.address);
                if (queue != null && queue.remove(ticket) && queue.isEmpty()) {
                    waiting.remove(ticket.address);
                }
            }
        }
        if (next != null) {
            next.admitted.run();
        }
    }

    /** Addresses take turns, so that one with a long queue does not keep the others waiting. */
    private Ticket enterNext() {
        for (Iterator<Map.Entry<String, Queue<Ticket>>> queues = waiting.entrySet().iterator(); queues.hasNext();) {
            Map.Entry<String, Queue<Ticket>> entry = queues.next();
            Queue<Ticket> queue = entry.getValue();
            if (tryEnter(queue.element())) {
                Ticket ticket = queue.remove();
                queues.remove();
                if (!queue.isEmpty()) {
                    waiting.put(entry.getKey(), queue);
                }
                return ticket;
            }
        }
        return null;
    }

    private void forgetIfEmpty(String address) {
        if (byAddress.get(address).isEmpty()) {
            byAddress.remove(address);
        }
    }

    /** A request that is served or waits. */
    public final class Ticket {

        private final String address;
        private final long weight;
        private final Runnable admitted;
        private boolean isIn;

        private Ticket(String address, long weight, Runnable admitted) {
            this.address = address;
            this.weight = weight;
            this.admitted = admitted;
        }

        /**
         * @return false if the request has to wait
         * @throws ProblemException unavailable if there is no place
         */
        public boolean enter() {
            return enterOrWait(this);
        }

        /** Whether its body needs more memory than every request is granted. */
        public boolean isHeavy() { return weight > 0; }

        /** The request has ended, or no longer waits. Only the first call has an effect. */
        public void leave() {
            Admission.this.leave(this);
        }
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
         * A body must leave half of its own weight free, so that lighter ones fit besides it. Bodies heavier than half of the
         * maximum count as half: they are admitted when little else is served.
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
