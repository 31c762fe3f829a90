package io.deviceregistry.metrics.scrape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.deviceregistry.metrics.MetricNames;
import io.deviceregistry.metrics.MetricsConfig;
import io.deviceregistry.metrics.StabilityLevel;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;

/** All families of metrics, sorted by name, with the numbers of stable, rejected and hidden families. */
@Singleton
final class MetricFamilies {

    private final CollectorRegistry registry;
    private final MeterFilters filters;
    private final List<Pattern> hidden;

    MetricFamilies(CollectorRegistry registry, MeterFilters filters, MetricsConfig config) {
        this.registry = registry;
        this.filters = filters;
        this.hidden = config.hidden().orElse(List.of());
    }

    /** @param names of the requested families or samples; empty for all */
    List<MetricFamilySamples> shown(Set<String> names) {
        List<MetricFamilySamples> all = Collections.list(registry.metricFamilySamples());
        all.addAll(hygiene(all));
        return all.stream().filter(family -> !isHidden(name(family)))
                .filter(family -> names.isEmpty() || Arrays.stream(family.getNames()).anyMatch(names::contains))
                .sorted(Comparator.comparing(MetricFamilies::name))
                .toList();
    }

    /** The name in the text format: the client library stores counters and infos without their suffix. */
    static String name(MetricFamilySamples family) {
        return switch (family.type) {
            case COUNTER -> family.name + "_total";
            case INFO -> family.name + "_info";
            default -> family.name;
        };
    }

    private boolean isHidden(String name) {
        return hidden.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private List<MetricFamilySamples> hygiene(List<MetricFamilySamples> others) {
        List<String> names = new ArrayList<>(others.stream().map(MetricFamilies::name).toList());
        names.addAll(List.of(MetricNames.REGISTERED_METRICS, MetricNames.DISABLED_METRICS, MetricNames.HIDDEN_METRICS));
        CounterMetricFamily registered = new CounterMetricFamily(MetricNames.REGISTERED_METRICS,
                "Families of metrics by the stability of their names and labels.",
                List.of(MetricNames.STABILITY_LEVEL));
        for (StabilityLevel level : StabilityLevel.values()) {
            registered.addMetric(List.of(level.name()),
                    names.stream().filter(name -> StabilityLevel.of(name) == level).count());
        }
        return List.of(registered,
                new CounterMetricFamily(MetricNames.DISABLED_METRICS,
                        "Meters of libraries that are not collected, because other families replace them.", filters.refused()),
                new CounterMetricFamily(MetricNames.HIDDEN_METRICS,
                        "Families of metrics that are collected but hidden by the configuration.",
                        names.stream().filter(this::isHidden).count()));
    }
}
