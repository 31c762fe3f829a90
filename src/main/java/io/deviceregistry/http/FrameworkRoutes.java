package io.deviceregistry.http;

import java.util.List;
import java.util.Optional;

/** The routes that extensions of the framework serve, as templates; they know no resource methods. */
final class FrameworkRoutes {

    private static final String ROOT = "/q/";
    /** The longer before the shorter. */
    private static final List<String> TEMPLATES = List.of("/q/health/live", "/q/health/ready", "/q/health/started",
            "/q/health", "/q/openapi", "/q/swagger-ui");

    private FrameworkRoutes() {
    }

    static Optional<String> of(String path) {
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        return TEMPLATES.stream().filter(template -> path.equals(template) || path.startsWith(template + "/")).findFirst();
    }
}
