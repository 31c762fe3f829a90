package io.deviceregistry.metrics;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.TestStorage;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** What the configuration can do to {@code /metrics/}. */
@Execution(ExecutionMode.CONCURRENT)
class MetricsSwitchesIT {

    private static final String PASSWORD = TestStorage.ADMIN_PASSWORD;

    @TempDir
    Path directory;

    @Test
    void whatThereIsIsCountedAtTheStartAndNotAnIntervalLater(@TempDir Path directory) throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.metrics.refresh", "1H"))) {
            service.awaitBody("/metrics/", "registry_devices{state=\"claimed\",} 0.0");
            service.awaitBody("/metrics/", "registry_accounts{type=\"user\",} 0.0");
            service.awaitBody("/metrics/", "registry_tokens{state=\"active\",} 0.0");
        }
    }

    @Test
    void switchedOffItIsNotThere() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.metrics.enabled", "false"))) {
            for (String path : new String[]{"/metrics", "/metrics/", "/metrics/x", "/metrics/metrics"}) {
                service.request().get(path).then().statusCode(404).contentType("application/problem+json")
                        .body(not(containsString("jvm_")));
            }
            service.request().post("/devices/").then().statusCode(200);
        }
    }

    @Test
    void aTokenOrAScopeOpensItAndNothingElse() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.metrics.token", "scrape-me",
                "registry.metrics.require-scope", "true", "registry.admin.password", PASSWORD))) {
            service.request().get("/metrics/").then().statusCode(401).header("WWW-Authenticate", containsString("Bearer"));
            bearer(service, "wrong").get("/metrics/").then().statusCode(401);
            bearer(service, "scrape-me").get("/metrics/x").then().statusCode(404);
            bearer(service, "scrape-me").get("/metrics/").then().statusCode(200);
            bearer(service, token(service, "admin", PASSWORD, "metrics.readonly")).get("/metrics/").then().statusCode(200);
            bearer(service, token(service, "admin", PASSWORD, "devices.readonly")).get("/metrics/").then().statusCode(403)
                    .body("type", equalTo("/problems/insufficient-scope"));
            bearer(service, token(service, "prn:pantahub.com:auth:/anon", "any", "metrics.readonly")).get("/metrics/").then()
                    .statusCode(403);
        }
    }

    @Test
    void itMovesToAPortOfItsOwnAndFamiliesAreHiddenByTheirNames() throws Exception {
        int port = PackagedService.freePort();
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.metrics.port", Integer.toString(port), "registry.metrics.hidden", "jvm_.*,system_cpus"))) {
            for (String path : new String[]{"/metrics", "/metrics/", "/metrics/x"}) {
                service.request().get(path).then().statusCode(404);
            }
            Scrape scrape = Scrape.of(service.request().port(port));
            assertFalse(scrape.families().keySet().stream().anyMatch(name -> name.startsWith("jvm_")));
            assertFalse(scrape.families().containsKey("system_cpus"));
            assertTrue(scrape.families().containsKey("system_cpu_usage"));
            assertTrue(scrape.sum("hidden_metrics_total") > 5, "hidden");
            assertEquals(1, scrape.sum("promhttp_metric_handler_requests_in_flight"));
            service.request().port(port).get("/devices/").then().statusCode(404);
            service.request().port(port).post("/metrics").then().statusCode(405);
            service.request().port(port).get("/metrics/x").then().statusCode(404);
            service.request().port(port).urlEncodingEnabled(false).get("/%6detrics").then().statusCode(400);
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStartWithAMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            PackagedService service = PackagedService.launch(directory,
                    Map.of("registry.metrics.port", Integer.toString(taken.getLocalPort())));
            assertEquals(1, service.awaitExit());
            assertTrue(service.log().contains("registry.metrics.port: " + taken.getLocalPort()), service.log());
        }
    }

    @Test
    void failedTlsHandshakesAreCounted() throws Exception {
        Path store = keyStore();
        int port = PackagedService.freePort();
        try (PackagedService service = PackagedService.start(directory, Map.of("quarkus.http.ssl-port", Integer.toString(port),
                "quarkus.http.ssl.certificate.key-store-file", store.toString(),
                "quarkus.http.ssl.certificate.key-store-password", "changeit"))) {
            assertEquals(0, Scrape.of(service.request()).sum("tls_handshake_errors_total"));
            // The port without TLS may be open before the other one is.
            service.awaitLog("Listening on: ");
            // This client does not trust the certificate, and says so in the handshake.
            assertThrows(SSLHandshakeException.class,
                    () -> URI.create("https://127.0.0.1:" + port + "/healthz/").toURL().openStream().close());
            service.request().baseUri("https://127.0.0.1").port(port).relaxedHTTPSValidation().get("/healthz/").then()
                    .statusCode(200);
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (Scrape.of(service.request()).sum("tls_handshake_errors_total") == 0) {
                assertTrue(System.nanoTime() < deadline, "not counted");
                Thread.onSpinWait();
            }
            assertEquals(1, Scrape.of(service.request()).sum("tls_handshake_errors_total"));
        }
    }

    private Path keyStore() throws Exception {
        Path store = directory.resolve("keystore.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "registry", "-keyalg", "EC", "-dname", "CN=localhost", "-storetype", "PKCS12",
                "-storepass", "changeit", "-keystore", store.toString()).inheritIO().start();
        assertEquals(0, keytool.waitFor());
        assertTrue(Files.exists(store));
        return store;
    }

    private static RequestSpecification bearer(PackagedService service, String token) {
        return service.request().header("Authorization", "Bearer " + token);
    }

    private static String token(PackagedService service, String username, String password, String scope) {
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password, "scope", scope)).post("/auth/login").then()
                .statusCode(200).extract().path("token");
    }
}
