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

/**
 * Notifies the observers of {@link DatabaseReady} one by one: an error of one neither prevents nor repeats the notification of
 * others.
 */
@Singleton
final class ReadyAnnouncement {

    /** An observer. */
    @FunctionalInterface
    interface Observer {

        /** @throws MongoException if the database is unavailable again */
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

    /** For the start with the embedded store: an error ends the start. */
    void announce() {
        observers.forEach(observer -> observer.ready(EVENT));
    }

    /** @param retry repeats its argument while that fails because the database is unavailable */
    void announce(Retry retry) {
        for (Observer observer : observers) {
            try {
                retry.retryUntilAvailable(() -> observer.ready(EVENT));
            } catch (RuntimeException | Error e) {
                LOG.error("A part of the service failed to start; the rest continues", e);
            }
        }
    }

    /** Repeats a step. */
    @FunctionalInterface
    interface Retry {

        /** @throws RuntimeException an error that a repetition does not solve */
        void retryUntilAvailable(Runnable step);
    }
}
