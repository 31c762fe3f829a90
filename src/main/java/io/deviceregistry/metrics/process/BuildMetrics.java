package io.deviceregistry.metrics.process;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.deviceregistry.metrics.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.hotspot.VersionInfoExports;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;

/** The versions of the service and of its runtime. */
@Startup
@Singleton
final class BuildMetrics {

    BuildMetrics(CollectorRegistry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        BuildProperties build = BuildProperties.load();
        Gauge.build(MetricNames.BUILD_INFO, "How this service was built; always 1.")
                .labelNames("version", "branch", "commit", "date", "edition").register(registry)
                .labels(version, build.branch(), build.commit(), build.date(), edition()).set(1);
        Gauge.build(MetricNames.EXPORTER_INFO, "The version of what exposes these metrics; always 1.")
                .labelNames("version").register(registry).labels(version).set(1);
        int[] numbers = numbers(version);
        Gauge.build(MetricNames.VERSION_MAJOR, "The major number of the version.").register(registry).set(numbers[0]);
        Gauge.build(MetricNames.VERSION_MINOR, "The minor number of the version.").register(registry).set(numbers[1]);
        Gauge.build(MetricNames.VERSION_PATCH, "The patch number of the version.").register(registry).set(numbers[2]);
        new VersionInfoExports().register(registry);
    }

    private static String edition() {
        return ImageMode.current() == ImageMode.NATIVE_RUN ? "native" : "jvm";
    }

    /** The numbers of a version such as 1.2.3 or 1.2.3-SNAPSHOT (Semantic Versioning). */
    static int[] numbers(String version) {
        String[] parts = version.split("[-+]", 2)[0].split("\\.");
        int[] numbers = new int[3];
        for (int i = 0; i < numbers.length && i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }
}
