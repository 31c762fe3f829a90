package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestStorage.class)
class MetricFamiliesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void histogramsHaveTheirBuckets() {
        Api.anonymous().get("/healthz/");
        Api.login("nobody", "wrong");
        Scrape scrape = scrape();
        assertEquals(buckets(0.001, 2, 15), scrape.values("http_requests_duration_seconds_bucket", "le"));
        assertEquals(buckets(256, 4, 8), scrape.values("http_response_size_bytes_bucket", "le"));
        assertEquals(buckets(0.001, 2, 13), scrape.values("authentication_duration_seconds_bucket", "le"));
    }

    private static Set<String> buckets(double start, double factor, int count) {
        Set<String> bounds = IntStream.range(0, count).mapToObj(n -> Double.toString(start * Math.pow(factor, n)))
                .collect(Collectors.toCollection(TreeSet::new));
        bounds.add("+Inf");
        return bounds;
    }

    @Test
    void closedSetsAreThereFromTheStart() {
        Scrape scrape = scrape();
        assertEquals(Set.of("200", "500", "503"),
                scrape.values("promhttp_metric_handler_requests_total", "code"));
        assertEquals(Set.of("success", "failure", "error"), scrape.values("authentication_attempts_total", "result"));
        assertEquals(Set.of("account", "device", "anonymous", "certificate", "token"),
                scrape.values("authentication_attempts_total", "type"));
        assertEquals(Set.of("allowed", "denied", "no-opinion", "error"),
                scrape.values("authorization_attempts_total", "result"));
        assertEquals(Set.of("device", "owner", "token"), scrape.values("registry_registrations_total", "kind"));
        assertEquals(Set.of("True", "False"), scrape.values("registry_claims_total", "allowed"));
        Set<String> jobs = Set.of("count-entities", "forget-rate-limits", "watch-database");
        assertTrue(scrape.values("registry_job_runs_total", "job").containsAll(jobs));
        assertEquals(Set.of("success", "failure"), scrape.values("registry_job_runs_total", "result"));
        assertTrue(scrape.values("registry_job_last_success_timestamp_seconds", "job").containsAll(jobs));
        assertEquals(Set.of("STABLE", "ALPHA"), scrape.values("registered_metrics_total", "stability_level"));
    }

    @Test
    void theBuildAndTheProcessAreKnown() {
        Scrape scrape = scrape();
        assertEquals(1, scrape.sum("build_info"));
        assertEquals(Set.of("branch", "commit", "date", "edition", "version"),
                scrape.labels(scrape.families().get("build_info")));
        assertTrue(Set.of("jvm", "native").containsAll(scrape.values("build_info", "edition")));
        String version = scrape.values("exporter_info", "version").iterator().next();
        assertEquals(version.split("[-+]")[0], Math.round(scrape.sum("registry_version_major")) + "."
                + Math.round(scrape.sum("registry_version_minor")) + "." + Math.round(scrape.sum("registry_version_patch")));
        assertEquals(1, scrape.sum("jvm_info"));
        for (String name : Set.of("process_cpu_seconds_total", "process_open_fds", "process_max_fds",
                "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_virtual_memory_max_bytes",
                "process_start_time_seconds")) {
            assertTrue(scrape.sum(name) > 0, name);
        }
    }

    @Test
    void theDatabaseIsKnown() {
        await(scrape -> scrape.sum("database_connected") == 1);
        assertEquals(1, scrape().sum("database_info", "topology", TestDatabase.isExternal() ? "standalone" : "embedded"));
    }

    @Test
    void requestsAreCountedByTheTemplateOfTheirRoute() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Scrape before = scrape();
        owner.request().get("/devices/" + device.id());
        owner.request().get("/devices/" + device.nick());
        owner.request().get("/devices/no-such-device");
        Api.anonymous().get("/no/such/route");
        Api.anonymous().request("PROPFIND", "/devices/");
        await(scrape -> scrape.sum("http_requests_total", "method", "other") > before.sum("http_requests_total", "method",
                "other"));
        Scrape after = scrape();
        assertMore(2, before, after, "http_requests_total", "handler", "/devices/{id}", "method", "GET", "status", "200");
        assertMore(2, before, after, "http_requests_duration_seconds_count", "handler", "/devices/{id}", "method", "GET",
                "status", "200");
        assertMore(1, before, after, "http_requests_total", "handler", "/devices/{id}", "method", "GET", "status", "404");
        assertMore(1, before, after, "http_requests_total", "handler", "unknown", "method", "GET", "status", "404");
        assertMore(3, before, after, "http_response_size_bytes_count", "handler", "/devices/{id}", "method", "GET");
        assertEquals(0, after.sum("http_requests_in_progress", "handler", "/devices/{id}"));
        assertEquals(1, after.sum("http_requests_in_progress", "handler", "/metrics/"));
        assertFalse(after.families().containsKey("http_server_requests_seconds"));
    }

    @Test
    void loginsAndAccessTokensAreCounted() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Scrape before = scrape();
        Api.login(owner.nick(), owner.password());
        Api.login(owner.nick(), "wrong");
        Api.login(device.prn(), "wrong");
        Api.login("prn:pantahub.com:auth:/anon", "any");
        owner.request().get("/devices/");
        Api.as("not.a.token").get("/devices/");
        await(scrape -> scrape.sum("authentication_attempts_total", "type", "token", "result", "failure") > before
                .sum("authentication_attempts_total", "type", "token", "result", "failure"));
        Scrape after = scrape();
        for (String[] labels : new String[][]{{"account", "success"}, {"account", "failure"}, {"device", "failure"},
                {"anonymous", "success"}, {"token", "success"}, {"token", "failure"}}) {
            assertMore(1, before, after, "authentication_attempts_total", "type", labels[0], "result", labels[1]);
        }
        assertMore(3, before, after, "authentication_duration_seconds_count", "result", "failure");
    }

    @Test
    void registrationsClaimsAndAuthorizationsAreCounted() {
        User owner = Api.user();
        Scrape before = scrape();
        RegisteredDevice device = Api.selfRegistered();
        Api.json(owner.request(), Map.of("nick", "not a nick")).post("/devices/").then().statusCode(400);
        Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", "bad").post("/devices/").then().statusCode(400);
        owner.request().queryParam("challenge", "wrong").put("/devices/" + device.id()).then().statusCode(403);
        owner.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(200);
        owner.request().get("/auth/accounts?asadmin=yes").then().statusCode(403);
        await(scrape -> scrape.sum("authorization_attempts_total", "result", "denied") >= 2
                + before.sum("authorization_attempts_total", "result", "denied"));
        Scrape after = scrape();
        assertMore(1, before, after, "registry_registrations_total", "kind", "device", "allowed", "True", "status_code", "200");
        assertMore(1, before, after, "registry_registrations_total", "kind", "owner", "allowed", "False", "status_code", "400");
        assertMore(1, before, after, "registry_registrations_total", "kind", "token", "allowed", "False", "status_code", "400");
        assertMore(1, before, after, "registry_claims_total", "allowed", "False", "status_code", "403");
        assertMore(1, before, after, "registry_claims_total", "allowed", "True", "status_code", "200");
        assertMore(2, before, after, "authorization_attempts_total", "result", "denied");
    }

    @Test
    void entitiesAreCountedInTheBackground() {
        User owner = Api.user();
        Scrape before = countedAnew();
        Api.selfRegistered();
        RegisteredDevice shared = Api.ownedBy(owner);
        owner.request().put("/devices/" + shared.id() + "/public").then().statusCode(200);
        owner.request().delete("/devices/" + Api.ownedBy(owner).id()).then().statusCode(200);
        String token = Api.json(owner.request(), "{}").post("/devices/tokens").then().statusCode(200).extract().path("id");
        Api.json(owner.request(), "{}").post("/devices/tokens").then().statusCode(200);
        owner.request().delete("/devices/tokens/" + token).then().statusCode(200);
        Scrape after = countedAnew();
        for (String state : Set.of("claimed", "unclaimed", "garbage")) {
            assertMore(1, before, after, "registry_devices", "state", state);
        }
        assertMore(1, before, after, "registry_devices_public");
        assertMore(1, before, after, "registry_tokens", "state", "active");
        assertMore(1, before, after, "registry_tokens", "state", "disabled");
        assertTrue(after.sum("registry_accounts", "type", "admin") >= 1);
        assertTrue(after.sum("registry_accounts", "type", "user") >= 1);
        assertTrue(after.sum("registry_entities_age_seconds") < PATIENCE.toSeconds());
        assertTrue(after.sum("registry_job_runs_total", "job", "count-entities", "result", "success") > 0);
        assertTrue(after.sum("registry_job_last_success_timestamp_seconds", "job", "count-entities") > 1.7e9);
    }

    @Test
    void openMetricsTellsSinceWhenEveryCounterCounts() {
        String text = Api.anonymous().accept("application/openmetrics-text").get("/metrics/").asString();
        Set<String> created = text.lines().filter(line -> line.contains("_created"))
                .map(line -> line.replaceFirst("_created[{ ].*", "")).collect(Collectors.toSet());
        text.lines().filter(line -> line.matches("# TYPE \\S+ (counter|histogram|summary)")).map(line -> line.split(" ")[2])
                .filter(name -> text.lines()
                        .anyMatch(line -> line.startsWith(name + "_total") || line.startsWith(name + "_count")))
                .forEach(name -> assertTrue(created.contains(name), name));
        assertFalse(scrape().families().keySet().stream().anyMatch(name -> name.endsWith("_created")));
    }

    @Test
    void everyFamilyHasAHelpTextAndEveryRuleOfNamesIsKept() {
        scrape().families().values().forEach(family -> {
            assertNotNull(family.help(), family.name());
            assertFalse(family.help().isBlank(), family.name());
            assertEquals(family.type().equals("counter"), family.name().endsWith("_total"), family.name());
        });
    }

    private static Scrape scrape() {
        return Scrape.of(Api.anonymous());
    }

    /** What was counted from beginning to end after this call: one count may be under way. */
    private static Scrape countedAnew() {
        double before = counts(scrape());
        await(scrape -> counts(scrape) >= before + 2);
        return scrape();
    }

    private static double counts(Scrape scrape) {
        return scrape.sum("registry_job_runs_total", "job", "count-entities", "result", "success");
    }

    /** The answer is there before the service has counted it. */
    private static void await(Predicate<Scrape> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(scrape())) {
            assertTrue(System.nanoTime() < deadline, "waited in vain");
            Thread.onSpinWait();
        }
    }

    private static void assertMore(double least, Scrape before, Scrape after, String name, String... labels) {
        double more = after.sum(name, labels) - before.sum(name, labels);
        assertTrue(more >= least, () -> name + " " + String.join(" ", labels) + " grew by " + more);
    }
}
