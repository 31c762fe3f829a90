package io.deviceregistry.auth.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.problem.ProblemException;

class RateTest {

    @Test
    void isANumberAndATime() {
        assertEquals(new Rate(300, Duration.ofMinutes(10)), Rate.of("300/10m"));
        assertEquals(new Rate(1, Duration.ofHours(1)), Rate.of(" 1 / 1h "));
        assertEquals(new Rate(5, Duration.ofSeconds(90)), Rate.of("5/PT90S"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5/", "/1m", "0/1m", "-1/1m", "5/0s", "5/10ms", "5/soon", "5/1m/1m", "99999999999/1m"})
    void nothingElseIs(String text) {
        assertThrows(IllegalArgumentException.class, () -> Rate.of(text));
    }

    @Test
    void aRefusalSaysWhichLimitAndHowLongToWait() {
        ProblemException problem = new Refusal(Limit.WRONG_LOGINS_PER_USER, Rate.of("300/10m"), Duration.ofMillis(1_001))
                .problem();
        assertEquals(429, problem.type().status());
        assertEquals("2", problem.headers().get("Retry-After"));
        assertEquals("\"wrong-logins-per-user\";q=300;w=600", problem.headers().get("RateLimit-Policy"));
        assertEquals("\"wrong-logins-per-user\";r=0;t=2", problem.headers().get("RateLimit"));
    }
}
