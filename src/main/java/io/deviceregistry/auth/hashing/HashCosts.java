package io.deviceregistry.auth.hashing;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.persistence.DatabaseReady;

/**
 * The highest cost of any hash in this registry. Every refused login takes as long as a hash of this cost, so that its duration
 * reveals neither the age of a hash nor whether a name exists. It is stored in the database, because
 * {@code registry.passwords.cost} may change.
 */
@Singleton
class HashCosts {

    private final AtomicInteger highest;

    HashCosts(PasswordConfig passwords) {
        this.highest = new AtomicInteger(passwords.cost());
    }

    void remember(@Observes DatabaseReady event, HashCostRepository costs) {
        saw(costs.raise(highest.get()));
    }

    int highest() {
        return highest.get();
    }

    /** A stored hash may come from another system. */
    void saw(int cost) {
        highest.accumulateAndGet(cost, Math::max);
    }
}
