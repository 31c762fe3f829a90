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
     * Whether a scrape needs an access token with the scope {@code metrics.readonly} or {@code all}. If
     * {@code registry.metrics.token} is given too, either of the two will do.
     */
    @WithDefault("false")
    boolean requireScope();

    /**
     * Serves {@code /metrics/} at this port instead of the service's own, on the interface of {@code quarkus.http.host} and
     * without TLS.
     */
    Optional<@Min(1) @Max(65_535) Integer> port();

    /**
     * Regular expressions, separated by commas. A family whose whole name matches one of them is not shown, but is still
     * measured.
     */
    Optional<List<Pattern>> hidden();

    /** How often the numbers of devices, accounts and tokens are counted. */
    @WithDefault("15S")
    @Bounds(min = "1s", max = "1h")
    Duration refresh();
}
