package io.deviceregistry.http.filter;

/** Writes durations as seconds with six decimals; a format string takes many times as long, twice in each request. */
final class SecondsFormat {

    private static final long MICROS = 1_000_000;

    private SecondsFormat() {
    }

    static String of(long nanos) {
        long micros = nanos / 1_000;
        String fraction = Long.toString(MICROS + micros % MICROS);
        return micros / MICROS + "." + fraction.substring(1);
    }
}
