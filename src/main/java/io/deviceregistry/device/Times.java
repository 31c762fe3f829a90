package io.deviceregistry.device;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as callers send them. */
final class Times {

    private Times() {
    }

    /** Whether the text is this time, however it is written. */
    static boolean isSame(String text, Instant time) {
        try {
            return Instant.parse(text).equals(time);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
