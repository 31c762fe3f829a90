package io.deviceregistry.persistence.start;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import com.mongodb.MongoException;

import io.deviceregistry.persistence.DatabaseReady;

/** Tells the observers of {@link DatabaseReady} one by one: the fault of one keeps no other from being told, and repeats nothing. */
@Singleton
final class ReadyAnnouncement {

    /** One observer. */
    @FunctionalInterface
    interface Observer {

        /** @throws MongoException when the database is away again */
        void ready(DatabaseReady event);
    }

    private static final Logger LOG = Logger.getLogger(ReadyAnnouncement.class);
    private static final DatabaseReady EVENT = new DatabaseReady();

    private final List<Observer> observers;

    @Inject
    ReadyAnnouncement(BeanManager beans) {
        this(inOrder(beans.resolveObserverMethods(EVENT)));
    }

    ReadyAnnouncement(List<Observer> observers) {
        this.observers = observers;
    }

    private static List<Observer> inOrder(Set<ObserverMethod<? super DatabaseReady>> methods) {
        return methods.stream().sorted(Comparator.comparingInt(ObserverMethod::getPriority))
                .map(method -> (Observer) method::notify).toList();
    }

    /** At the start with the embedded store: a fault ends the start. */
    void announce() {
        observers.forEach(observer -> observer.ready(EVENT));
    }

    /** @param retry repeats its argument as long as that fails because the database is away */
    void announce(Retry retry) {
        for (Observer observer : observers) {
            try {
                retry.retryUntilAvailable(() -> observer.ready(EVENT));
            } catch (RuntimeException | Error e) {
                LOG.error("A part of the service could not start with the database; the rest goes on", e);
            }
        }
    }

    /** Repeats a step. */
    @FunctionalInterface
    interface Retry {

        /** @throws RuntimeException a fault of the step that no time heals */
        void retryUntilAvailable(Runnable step);
    }
}
