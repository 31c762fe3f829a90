package io.deviceregistry.http.filter;

/** Formats durations as seconds with six decimals. It runs twice per request, and a format string would be many times slower. */
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
