package io.deviceregistry.metrics.process;

import jakarta.inject.Singleton;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;

/** What a native executable tells in another way: its collectors notify nobody of their pauses, but add them up. */
@Startup
@Singleton
final class NativeMetrics {

    NativeMetrics(CollectorRegistry registry) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            new GarbageCollectorExports().register(registry);
        }
    }
}
