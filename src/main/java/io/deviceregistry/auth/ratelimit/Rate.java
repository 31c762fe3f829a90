package io.deviceregistry.auth.ratelimit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;

/**
 * A number of requests per period, written {@code 300/10m}.
 *
 * @param period at least one second: responses give it in whole seconds
 */
@RegisterForReflection
public record Rate(long count, Duration period) {

    private static final Pattern FORM = Pattern.compile("\\s*([1-9]\\d{0,9})\\s*/\\s*(\\S+)\\s*");

    public Rate {
        if (count < 1 || period.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("A rate allows at least one request, in a period of at least one second");
        }
    }

    /** Parses a configuration value; the configuration library finds this method by its name. */
    public static Rate of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a rate such as 300/10m");
        }
        return new Rate(Long.parseLong(form.group(1)), DurationConverter.parseDuration(form.group(2)));
    }

    @Override
    public String toString() {
        return count + "/" + period;
    }
}
