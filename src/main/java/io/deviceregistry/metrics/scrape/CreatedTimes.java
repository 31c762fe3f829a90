package io.deviceregistry.metrics.scrape;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import io.quarkus.runtime.StartupEvent;

/**
 * The creation times of Micrometer's series, for the {@code _created} samples of OpenMetrics. The instruments of the Prometheus
 * client have such samples, those of Micrometer do not.
 */
@Singleton
final class CreatedTimes {

    private static final String CREATED = "_created";
    private static final Set<Type> COUNTING = Set.of(Type.COUNTER, Type.HISTOGRAM, Type.SUMMARY);
    private static final Set<String> SUFFIXES = Set.of("_total", "_count");

    /** A series: its family and its labels. */
    private record Key(String family, Map<String, String> labels) {
    }

    private final Map<Key, Double> times = new ConcurrentHashMap<>();
    private final Clock clock;
    private final double start;

    CreatedTimes(Clock clock) {
        this.clock = clock;
        this.start = now();
    }

    void start(@Observes StartupEvent event, MeterRegistry meters) {
        if (meters instanceof CompositeMeterRegistry composite) {
            composite.getRegistries().forEach(this::watch);
        }
    }

    private void watch(MeterRegistry registry) {
        registry.config().onMeterAdded(meter -> note(registry, meter));
        registry.getMeters().forEach(meter -> note(registry, meter));
    }

    private void note(MeterRegistry registry, Meter meter) {
        Map<String, String> labels = new TreeMap<>();
        for (Tag tag : meter.getId().getConventionTags(registry.config().namingConvention())) {
            labels.put(tag.getKey(), tag.getValue());
        }
        String name = meter.getId().getConventionName(registry.config().namingConvention());
        times.putIfAbsent(new Key(name.replaceFirst("_total$", ""), labels), now());
    }

    /** The same family, with a {@code _created} sample for each series. */
    MetricFamilySamples complete(MetricFamilySamples family) {
        if (!COUNTING.contains(family.type) || family.samples.stream().anyMatch(CreatedTimes::isCreated)) {
            return family;
        }
        List<Sample> samples = new ArrayList<>(family.samples);
        for (Sample sample : family.samples) {
            if (SUFFIXES.contains(sample.name.substring(Math.min(sample.name.length(), family.name.length())))) {
                samples.add(new Sample(family.name + CREATED, sample.labelNames, sample.labelValues, time(family, sample)));
            }
        }
        return new MetricFamilySamples(family.name, family.unit, family.type, family.help, samples);
    }

    private double time(MetricFamilySamples family, Sample sample) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < sample.labelNames.size(); i++) {
            labels.put(sample.labelNames.get(i), sample.labelValues.get(i));
        }
        return times.getOrDefault(new Key(family.name, labels), start);
    }

    /** The same family without such samples: the text format can show them only as separate families. */
    static MetricFamilySamples strip(MetricFamilySamples family) {
        if (!COUNTING.contains(family.type)) {
            return family;
        }
        List<Sample> samples = family.samples.stream().filter(sample -> !isCreated(sample)).toList();
        return new MetricFamilySamples(family.name, family.unit, family.type, family.help, samples);
    }

    private static boolean isCreated(Sample sample) {
        return sample.name.endsWith(CREATED);
    }

    private double now() {
        return clock.millis() / 1e3;
    }
}
