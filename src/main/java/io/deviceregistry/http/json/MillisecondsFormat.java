package io.deviceregistry.http.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Formats times in UTC with milliseconds (RFC 3339). It runs twice for each device of a page, and a formatter would take five
 * times as long.
 */
final class MillisecondsFormat {

    private static final int LAST_YEAR = 9_999;
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int NANOS = 1_000_000;
    /** For years outside the range of RFC 3339. */
    private static final DateTimeFormatter FORMATTER = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private MillisecondsFormat() {
    }

    static String of(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
            return FORMATTER.format(utc);
        }
        char[] text = FORM.toCharArray();
        write(utc.getYear(), text, 3);
        write(utc.getMonthValue(), text, 6);
        write(utc.getDayOfMonth(), text, 9);
        write(utc.getHour(), text, 12);
        write(utc.getMinute(), text, 15);
        write(utc.getSecond(), text, 18);
        write(utc.getNano() / NANOS, text, 22);
        return new String(text);
    }

    /** Overwrites the zeros of the template. */
    private static void write(int number, char[] text, int lastDigit) {
        for (int i = lastDigit, rest = number; rest > 0; i--, rest /= 10) {
            text[i] = (char) ('0' + rest % 10);
        }
    }
}
