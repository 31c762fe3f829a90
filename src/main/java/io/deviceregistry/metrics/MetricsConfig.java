package io.deviceregistry.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.deviceregistry.config.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is measured, and who may read it at {@code /metrics/}. */
@ConfigMapping(prefix = "registry.metrics")
public interface MetricsConfig {

    /** Whether anything is measured at all. {@code false} makes {@code /metrics/} a 404. */
    @WithDefault("true")
    boolean enabled();

    /** A secret that a scraper sends as {@code Authorization: Bearer <token>}. Without one, everybody may scrape. */
    Optional<String> token();

    /**
     * Whether a scrape needs an access token with the scope {@code metrics.readonly} or {@code all}. With a token of
     * {@code registry.metrics.token} given too, either opens the door.
     */
    @WithDefault("false")
    boolean requireScope();

    /**
     * Serves {@code /metrics/} at this port, on the interface of {@code quarkus.http.host} and without TLS, and no longer
     * at the service's own.
     */
    Optional<@Min(1) @Max(65_535) Integer> port();

    /**
     * Regular expressions, separated by commas. A family whose whole name matches one of them is not shown; it is measured
     * all the same.
     */
    Optional<List<Pattern>> hidden();

    /** How often the numbers of devices, accounts and tokens are counted. */
    @WithDefault("15S")
    @Bounds(min = "1s", max = "1h")
    Duration refresh();
}
