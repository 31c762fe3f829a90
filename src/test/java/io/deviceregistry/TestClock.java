package io.deviceregistry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** A clock that a test may put forward, for those that choose it in their profile. */
@Alternative
@Singleton
public class TestClock extends Clock {

    private static volatile Duration ahead = Duration.ZERO;

    /** @param duration from the real time on; zero to go right again */
    public static void putForward(Duration duration) {
        ahead = duration;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() { return ZoneOffset.UTC; }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC is the only zone here");
    }
}
