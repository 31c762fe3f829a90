package io.deviceregistry.device;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import io.deviceregistry.problem.ProblemException;

/** Parses times in requests. */
final class RequestTimes {

    private RequestTimes() {
    }

    /**
     * Reads a time of RFC 3339.
     *
     * @param text {@code null} if not given
     * @throws ProblemException bad-request
     */
    static Instant parse(String member, String text) {
        try {
            return text == null ? null : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(member, "must be a time such as 2026-01-01T12:00:00.000Z");
        }
    }
}
