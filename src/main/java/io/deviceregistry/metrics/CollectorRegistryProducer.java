package io.deviceregistry.metrics;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.prometheus.client.CollectorRegistry;

/**
 * Produces the single registry that Micrometer fills and the route shows; the framework would create another one for each
 * injection.
 */
final class CollectorRegistryProducer {

    @Produces
    @Singleton
    CollectorRegistry registry() {
        return new CollectorRegistry(true);
    }
}
