package io.deviceregistry.metrics.scrape;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import jakarta.inject.Singleton;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;

/** Writes the metrics in the text format of Prometheus or in OpenMetrics. */
@Singleton
final class Exposition {

    private static final int INITIAL_LENGTH = 1 << 15;

    private final MetricFamilies families;
    private final CreatedTimes created;

    Exposition(MetricFamilies families, CreatedTimes created) {
        this.families = families;
        this.created = created;
    }

    /** @param names of the requested families or samples; empty for all */
    byte[] scrape(ExpositionFormat format, Set<String> names) {
        List<MetricFamilySamples> shown = families.shown(names).stream()
                .map(format == ExpositionFormat.OPEN_METRICS ? created::complete : CreatedTimes::strip)
                .toList();
        StringWriter text = new StringWriter(INITIAL_LENGTH);
        try {
            TextFormat.writeFormat(format.contentType(), text, Collections.enumeration(shown));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
