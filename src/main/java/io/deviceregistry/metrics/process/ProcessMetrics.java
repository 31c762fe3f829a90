package io.deviceregistry.metrics.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import jakarta.inject.Singleton;

import io.deviceregistry.metrics.MetricNames;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.hotspot.StandardExports;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The process as the operating system sees it, under the names of the Prometheus client libraries. */
@Startup
@Singleton
// The client library calls these methods by reflection, first those of the class and then those of its interfaces.
@RegisterForReflection(classNames = {"com.sun.management.internal.OperatingSystemImpl",
        "com.sun.management.UnixOperatingSystemMXBean", "com.sun.management.OperatingSystemMXBean"})
final class ProcessMetrics extends Collector {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ADDRESS_SPACE = "Max address space";
    /** The value that other client libraries show if there is no limit. */
    private static final double UNLIMITED = 0x1p64;

    ProcessMetrics(CollectorRegistry registry) {
        new StandardExports().register(registry);
        register(registry);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        try {
            return Files.readAllLines(LIMITS).stream().filter(line -> line.startsWith(ADDRESS_SPACE))
                    .map(line -> line.substring(ADDRESS_SPACE.length()).strip().split("\\s+")[0])
                    .map(limit -> limit.equals("unlimited") ? UNLIMITED : Double.parseDouble(limit))
                    .<MetricFamilySamples>map(limit -> new GaugeMetricFamily(MetricNames.PROCESS_VIRTUAL_MEMORY_MAX,
                            "Maximum amount of virtual memory available in bytes.", limit))
                    .toList();
        } catch (IOException e) {
            // Only Linux has this file.
            return List.of();
        }
    }
}
