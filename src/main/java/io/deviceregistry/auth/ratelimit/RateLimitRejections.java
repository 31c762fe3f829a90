package io.deviceregistry.auth.ratelimit;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

/** Refuses requests, and fires an event for each refusal. */
@Singleton
public class RateLimitRejections {

    private final Event<Refusal> events;

    RateLimitRejections(Event<Refusal> events) {
        this.events = events;
    }

    /** @throws io.deviceregistry.problem.ProblemException too-many-requests, always */
    public void refuse(Refusal refusal) {
        events.fire(refusal);
        throw refusal.problem();
    }
}
