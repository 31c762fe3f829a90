package io.deviceregistry.persistence.start;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.runtime.StartupEvent;

/**
 * Closes the reactive client, which Panache always opens and the service does not use. This happens before the blocking client is
 * opened, because both share the gauges of the connection pool, and closing one removes them.
 */
@Singleton
final class ReactiveClientCloser {

    void close(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, ReactiveMongoClient client) {
        client.close();
    }
}
