package io.deviceregistry.http;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/** What the framework serves beside the resources: nothing that docs/security.md does not name. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class RoutesTest {

    /** The resources' own routes are below it. */
    private static final String RESOURCES = "/";

    /** Keeps the router of the service. */
    @Singleton
    static class KnownRouter {

        private Router router;

        void keep(@Observes Router router) {
            this.router = router;
        }
    }

    @Inject
    KnownRouter known;

    private static void collect(Router router, String mount, Set<String> paths) {
        for (Route route : router.getRoutes()) {
            String path = mount + (route.getPath() == null ? "" : route.getPath().substring(1));
            if (route.getSubRouter() != null) {
                collect(route.getSubRouter(), path, paths);
            }
            paths.add(path);
            if (!route.isExactPath()) {
                paths.add(path + (path.endsWith("/") ? "x" : "/x"));
                paths.add(path + (path.endsWith("/") ? "x/y" : "/x/y"));
            }
        }
    }

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("docs", "security.md"));
        String rows = text.substring(text.indexOf("| route | serves |"), text.indexOf("- **Errors** show"));
        return Pattern.compile("`(/[^`]*)`").matcher(rows).results().map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRouteIsDocumentedOrClosed() throws IOException {
        Set<String> documented = documented();
        Set<String> paths = new TreeSet<>();
        collect(known.router, "/", paths);
        assertTrue(paths.containsAll(Set.of("/metrics/x", "/q/openapi", "/q/health/group/x")), paths.toString());
        Set<String> open = new TreeSet<>();
        for (String path : paths) {
            for (String method : Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")) {
                int status = Api.anonymous().redirects().follow(false).urlEncodingEnabled(false).request(method, path)
                        .statusCode();
                if (status != 404 && status != 405) {
                    open.add(path.replaceAll("(?<=.)/$", ""));
                }
            }
        }
        open.removeIf(path -> path.startsWith("/q/swagger-ui/"));
        open.remove(RESOURCES);
        documented.add("/metrics");
        assertEquals(documented, open);
    }

    @Test
    void theFrameworkTakesNothingButReads() {
        for (String path : Set.of("/q/health", "/q/openapi", "/q/swagger-ui/")) {
            for (String method : Set.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")) {
                Api.anonymous().request(method, path).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS")
                        .contentType("application/problem+json");
            }
            Api.anonymous().head(path).then().statusCode(200);
        }
    }

    @Test
    void nothingBelowTheMetricsIsThere() {
        for (String path : Set.of("/metrics/x", "/metrics/x/y", "/metrics/%20", "/metrics/metrics", "/metricsx",
                "/q/metrics")) {
            Api.anonymous().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/problem+json");
        }
        for (String path : Set.of("/metrics/.", "/./metrics", "/%6detrics", "/metrics/%78", "/metrics/%2e")) {
            Api.anonymous().urlEncodingEnabled(false).get(path).then().statusCode(not(equalTo(200)));
        }
    }
}
