package io.deviceregistry.auth.hashing;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.persistence.DatabaseReady;

/**
 * The highest cost that a hash of this registry may have. It is what a refused login costs, so that its time does not tell
 * hashes of different age from each other, nor from a name that is not there. The database remembers it over changes of
 * {@code registry.passwords.cost}.
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

    /** A stored hash may come from elsewhere. */
    void saw(int cost) {
        highest.accumulateAndGet(cost, Math::max);
    }
}
