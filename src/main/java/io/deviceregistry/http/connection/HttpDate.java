package io.deviceregistry.http.connection;

import java.time.Clock;
import java.util.Date;

import io.netty.handler.codec.DateFormatter;

/** The value of the {@code Date} header (RFC 9110, section 6.6.1), formatted once per second. */
final class HttpDate {

    private record Made(long second, CharSequence text) {
    }

    private final Clock clock;
    private volatile Made last = new Made(Long.MIN_VALUE, "");

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    CharSequence now() {
        long millis = clock.millis();
        Made made = last;
        if (made.second != millis / 1_000) {
            made = new Made(millis / 1_000, DateFormatter.format(new Date(millis)));
            last = made;
        }
        return made.text;
    }
}
