package io.deviceregistry.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillisecondsFormatTest {

    private static final DateTimeFormatter FORMATTER = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"2026-01-01T12:00:00Z, 2026-01-01T12:00:00.000Z", "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999Z",
            "1970-01-01T00:00:00.010Z, 1970-01-01T00:00:00.010Z", "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59Z, 9999-12-31T23:59:59.000Z",
            "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000Z", "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z"})
    void timesAreWrittenWithMilliseconds(Instant time, String text) {
        assertEquals(text, MillisecondsFormat.of(time));
    }

    @Test
    void asTheFormatterDoes() {
        long first = Instant.parse("-0100-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("+10100-01-01T00:00:00Z").getEpochSecond();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            Instant time = Instant.ofEpochSecond(first + (long) (random.nextDouble() * (last - first)),
                    random.nextInt(1_000_000_000));
            assertEquals(FORMATTER.format(time), MillisecondsFormat.of(time));
        }
    }
}
