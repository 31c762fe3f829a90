package io.deviceregistry.ratelimit;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

/** Tells whom it concerns of each refusal, and makes it. */
@Singleton
public class Refusals {

    private final Event<Refusal> events;

    Refusals(Event<Refusal> events) {
        this.events = events;
    }

    /** @throws io.deviceregistry.problem.ProblemException too-many-requests, always */
    public void refuse(Refusal refusal) {
        events.fire(refusal);
        throw refusal.problem();
    }
}
