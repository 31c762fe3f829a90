package io.deviceregistry.bench;

import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Figures of several rounds; printed as their median with the least and the greatest. */
final class Series {

    private double[] values = {};

    Series add(double value) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
        return this;
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The quotients of two series, round by round: what slows the machine for a while slows both. */
    Series over(Series other) {
        Series ratios = new Series();
        for (int i = 0; i < values.length; i++) {
            ratios.add(values[i] / other.values[i]);
        }
        return ratios;
    }

    String range(String format) {
        return String.format(Locale.ROOT, format + " [" + format + " – " + format + "]", median(),
                Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
    }

    String middle(String format) {
        return String.format(Locale.ROOT, format, median());
    }

    /** A distribution of nanoseconds, in milliseconds. */
    static String distribution(Histogram latency) {
        return String.format(Locale.ROOT, "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms",
                latency.getValueAtPercentile(50) / 1e6, latency.getValueAtPercentile(90) / 1e6,
                latency.getValueAtPercentile(99) / 1e6, latency.getValueAtPercentile(99.9) / 1e6,
                latency.getMaxValue() / 1e6);
    }
}
