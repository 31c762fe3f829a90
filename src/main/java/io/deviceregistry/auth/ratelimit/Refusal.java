package io.deviceregistry.auth.ratelimit;

import java.time.Duration;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * Fired when a limit refused a request.
 *
 * @param delay after which another request may be accepted
 */
public record Refusal(Limit limit, Rate rate, Duration delay) {

    /** The problem, with the header fields of draft-ietf-httpapi-ratelimit-headers-10. */
    ProblemException problem() {
        long seconds = Math.max(1, delay.plusNanos(999_999_999).toSeconds());
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, "More than " + rate.count() + " "
                + limit.slug().replace('-', ' ') + " in " + rate.period().toSeconds() + " seconds; try again in " + seconds)
                .retryAfter(delay)
                .header("RateLimit-Policy", "\"" + limit.slug() + "\";q=" + rate.count() + ";w=" + rate.period().toSeconds())
                .header("RateLimit", "\"" + limit.slug() + "\";r=0;t=" + seconds);
    }
}
