package io.deviceregistry.http.message;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * The routes that extensions of the framework serve, as templates; they have no resource methods. docs/security.md lists them.
 * The extensions add more routes, for every method and some under two names: those are closed.
 */
public final class FrameworkRoutes {

    private static final String ROOT = "/q/";
    private static final String PAGE = "/q/swagger-ui";
    private static final Set<String> TEMPLATES = Set.of("/q/health/live", "/q/health/ready", "/q/health/started",
            "/q/health", "/q/openapi", PAGE);
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private FrameworkRoutes() {
    }

    public static Optional<String> of(String path) {
        if (!path.startsWith(ROOT)) {
            return Optional.empty();
        }
        if (path.startsWith(PAGE + "/")) {
            return Optional.of(PAGE);
        }
        return Optional.of(path.endsWith("/") ? path.substring(0, path.length() - 1) : path).filter(TEMPLATES::contains);
    }

    /**
     * @throws ProblemException not-found or method-not-allowed, for routes and methods of the framework that the service does not
     *        offer
     */
    static void check(HttpServerRequest request) {
        String path = request.path();
        if (!path.startsWith(ROOT)) {
            return;
        }
        if (of(path).isEmpty()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such route");
        }
        if (!METHODS.contains(request.method())) {
            throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, request.method() + " is not allowed here")
                    .header("Allow", "GET, HEAD, OPTIONS");
        }
    }
}
