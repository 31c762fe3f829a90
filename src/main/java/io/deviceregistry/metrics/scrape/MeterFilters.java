package io.deviceregistry.metrics.scrape;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.deviceregistry.metrics.MetricsConfig;
import io.deviceregistry.persistence.StorageLocation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.runtime.ImageMode;

/**
 * Selects meters of libraries: only those that docs/metrics.md lists, so that the set of families is fixed, and none that
 * duplicate our own families.
 */
@Singleton
final class MeterFilters {

    private static final List<String> TAKEN = List.of("http.server.active.connections", "jvm.", "mongodb.driver.",
            "system.cpu", "system.load.average.1m", "worker.pool.");
    private static final List<String> REPLACED = List.of("jvm.info");
    /** In a native executable these are always 0. */
    private static final List<String> UNKNOWN_TO_NATIVE = List.of("jvm.classes.", "jvm.gc.overhead", "jvm.threads.states");

    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** The number of rejected meters. */
    int refused() {
        return refused.size();
    }

    @Produces
    @Singleton
    MeterFilter documented(MetricsConfig config) {
        return new MeterFilter() {

            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (config.enabled() && TAKEN.stream().anyMatch(id.getName()::startsWith)
                        && !REPLACED.contains(id.getName())) {
                    return MeterFilterReply.NEUTRAL;
                }
                refused.add(id.getName());
                return MeterFilterReply.DENY;
            }
        };
    }

    @Produces
    @Singleton
    MeterFilter unknownToNative() {
        return MeterFilter.deny(id -> ImageMode.current() == ImageMode.NATIVE_RUN
                && UNKNOWN_TO_NATIVE.stream().anyMatch(id.getName()::startsWith));
    }

    /** Renamed, because the suffix would make it a part of a histogram. */
    @Produces
    @Singleton
    MeterFilter withoutCountSuffix() {
        return new MeterFilter() {

            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
            }
        };
    }

    /** Different at each start, which would create a new series each time. */
    @Produces
    @Singleton
    MeterFilter withoutClusterId() {
        return MeterFilter.ignoreTags("cluster.id");
    }

    /** The embedded store has a different port at each start. */
    @Produces
    @Singleton
    MeterFilter withoutEmbeddedPort(StorageLocation location) {
        return MeterFilter.replaceTagValues("server.address", address -> location.isEmbedded() ? "embedded" : address);
    }
}
