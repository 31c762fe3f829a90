package io.deviceregistry.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.faults.FaultyProxy.Fault;
import io.deviceregistry.faults.Load.Answer;
import io.deviceregistry.metrics.Scrape;
import io.restassured.http.ContentType;

/** The database goes away in every way that can be played, under load, and comes back; nobody restarts the service. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("DatabaseFaultsIT")
class DatabaseFaultsIT {

    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final Duration IN_TIME = Duration.ofSeconds(2);
    /** How many answers each writer waits for, one after the other, while there is a fault. */
    private static final int ROUNDS = 2;
    private static final int WRITERS = 32;
    /**
     * Pools of threads and connections may have grown to one for each writer; what each of the many requests during a fault
     * left behind would be far more. The probe and the monitor of the driver have a connection each besides.
     */
    private static final int SPARE = WRITERS + 3;

    @TempDir
    Path directory;

    @Test
    void everyFaultIsAnsweredInTimeAndLeavesNothingBehind() throws Exception {
        try (TestDatabase mongo = TestDatabase.open(directory.resolve("mongo"));
                FaultyProxy proxy = new FaultyProxy(mongo.port(), Fault.NONE);
                PackagedService service = PackagedService.start(directory, configuration(mongo, proxy));
                Load load = new Load(service.url(), signUp(service), WRITERS)) {
            Patience.await(() -> load.acknowledged() > 3 * WRITERS, "no load");
            double threads = threads(service);
            int connections = proxy.connections();
            for (Fault fault : List.of(Fault.REFUSED, Fault.SILENT, Fault.CUT, Fault.SLOW, Fault.SILENT)) {
                play(fault, service, proxy, load);
            }
            List<String> wrong = load.stopAndCompare();
            assertEquals(List.of(), wrong);
            assertEquals(List.of(), load.faults());
            assertNothingIsStuck(service, threads);
            assertTrue(proxy.connections() <= connections + SPARE, connections + " before, " + proxy.connections() + " after");
            assertThat(service.log(), not(containsString("\"level\":\"ERROR\"")));
        }
    }

    private static void play(Fault fault, PackagedService service, FaultyProxy proxy, Load load) throws Exception {
        load.take();
        proxy.play(fault);
        Patience.await(() -> service.status("/q/health/ready") == 503, "still ready while " + fault);
        atOnce(service, "/q/health/live", 200);
        atOnce(service, "/q/health/ready", 503);
        atOnce(service, "/healthz/", 503);
        atOnce(service, "/metrics/", 200);
        int refused = load.refused();
        Patience.await(() -> load.refused() > refused + ROUNDS * WRITERS, () -> "only " + load.refused() + " are refused");
        List<Answer> during = load.take();
        proxy.play(Fault.NONE);
        Patience.await(() -> service.status("/q/health/ready") == 200, "not ready again after " + fault);
        int acknowledged = load.acknowledged();
        Patience.await(() -> load.acknowledged() > acknowledged + 2 * WRITERS, "not all is normal after " + fault);
        System.out.println(fault + ": " + Load.summary(during));
        long fastest = during.stream().filter(answer -> answer.status() == 503).mapToLong(Answer::millis).min().orElseThrow();
        assertTrue(fastest <= IN_TIME.toMillis(), () -> fault + ": " + Load.summary(during));
        for (Answer answer : during) {
            assertTrue(answer.status() == 200 || answer.status() == 503 && answer.retryAfter()
                    && answer.type().equals("/problems/unavailable"), fault + ": " + answer);
        }
    }

    @Test
    void theServiceStartsBeforeItsDatabase() throws Exception {
        for (Fault first : List.of(Fault.REFUSED, Fault.SILENT)) {
            Path own = java.nio.file.Files.createDirectories(directory.resolve(first.name()));
            try (TestDatabase mongo = TestDatabase.open(own.resolve("mongo"));
                    FaultyProxy proxy = new FaultyProxy(mongo.port(), first);
                    PackagedService service = PackagedService.launch(own, configuration(mongo, proxy))) {
                service.await("/q/health/live", 200);
                atOnce(service, "/q/health/ready", 503);
                atOnce(service, "/metrics/", 200);
                Duration fastest = Patience.fastest(() -> assertEquals(503, service.status("/devices/np/a/b")));
                assertTrue(fastest.compareTo(IN_TIME) < 0, () -> first + " takes " + fastest);
                proxy.play(Fault.NONE);
                Patience.await(() -> service.status("/q/health/ready") == 200, "not ready after " + first);
                service.request().post("/devices/").then().statusCode(200);
            }
        }
    }

    private Map<String, String> configuration(TestDatabase mongo, FaultyProxy proxy) {
        Map<String, String> configuration = mongo.settings(directory, proxy.insteadOf(mongo.connectionString()));
        configuration.put("registry.metrics.refresh", "1S");
        return configuration;
    }

    private static String signUp(PackagedService service) {
        service.request().contentType(ContentType.JSON)
                .body(Map.of("email", "ada@example.com", "nick", "ada", "password", "correct horse"))
                .post("/auth/accounts").then().statusCode(200);
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("username", "ada", "password", "correct horse")).post("/auth/login").then().statusCode(200)
                .extract().path("token");
    }

    private static void assertNothingIsStuck(PackagedService service, double threads) throws Exception {
        Patience.await(() -> scrape(service).sum("mongodb_driver_pool_checkedout") == 0
                && scrape(service).sum("mongodb_driver_pool_waitqueuesize") == 0
                && scrape(service).sum("http_requests_in_progress") <= 1, "a connection or a request is stuck");
        double now = threads(service);
        assertTrue(now <= threads + SPARE, threads + " threads before, " + now + " after");
    }

    private static double threads(PackagedService service) {
        return scrape(service).sum("jvm_threads_live_threads");
    }

    private static Scrape scrape(PackagedService service) {
        return Scrape.of(service.request());
    }

    private static void atOnce(PackagedService service, String path, int status) throws Exception {
        Duration fastest = Patience.fastest(() -> assertEquals(status, service.status(path), path));
        assertTrue(fastest.compareTo(AT_ONCE) < 0, () -> path + " takes " + fastest);
    }
}
