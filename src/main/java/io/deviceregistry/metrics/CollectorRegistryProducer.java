package io.deviceregistry.metrics;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.prometheus.client.CollectorRegistry;

/** The one registry that Micrometer fills and the route shows; the framework's own would be another at each injection. */
final class CollectorRegistryProducer {

    @Produces
    @Singleton
    CollectorRegistry registry() {
        return new CollectorRegistry(true);
    }
}
