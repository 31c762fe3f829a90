package io.deviceregistry.metrics.process;

import jakarta.inject.Singleton;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;

/** Metrics of garbage collection in a native executable, whose collectors do not send notifications but add up their pauses. */
@Startup
@Singleton
final class NativeMetrics {

    NativeMetrics(CollectorRegistry registry) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            new GarbageCollectorExports().register(registry);
        }
    }
}
