package io.deviceregistry.http.connection;

import java.time.Duration;
import java.util.Optional;

import io.deviceregistry.config.Bounds;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on what a connection may keep waiting. */
@ConfigMapping(prefix = "registry.limits")
public interface ConnectionConfig {

    /**
     * How much memory answers that their callers have not read yet may take together. One address gets at most half of it.
     * When there is more, the connection of a caller who has stalled is closed. The default is a quarter of the direct memory
     * that the JVM may use, which is as large as the heap unless {@code -XX:MaxDirectMemorySize} says otherwise.
     */
    Optional<MemorySize> unreadAnswers();

    /** How long a caller may leave an answer unread without reading any of it; after that, its connection is closed. */
    @WithDefault("30s")
    @Bounds(min = "1s", max = "10m")
    Duration readTime();
}
