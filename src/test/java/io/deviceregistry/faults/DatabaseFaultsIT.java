package io.deviceregistry.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import io.deviceregistry.PackagedService;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.faults.FaultyProxy.Fault;
import io.deviceregistry.faults.Load.Answer;
import io.deviceregistry.metrics.Scrape;
import io.restassured.http.ContentType;

/** The database goes away in every way that can be played, under load, and comes back; nobody restarts the service. */
@Isolated("measures how long answers take")
class DatabaseFaultsIT {

    private static final long LONGEST_ANSWER_MS = 2_000;
    private static final long AT_ONCE_MS = 500;
    private static final Duration BACK = Duration.ofSeconds(5);
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
            await(() -> load.acknowledged() > 3 * WRITERS, Duration.ofSeconds(30), "no load");
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
            assertTrue(!service.log().contains("\"level\":\"ERROR\""), service.log());
        }
    }

    private static void play(Fault fault, PackagedService service, FaultyProxy proxy, Load load) throws Exception {
        load.take();
        proxy.play(fault);
        await(() -> status(service, "/q/health/ready") == 503, Duration.ofSeconds(4), "still ready while " + fault);
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (System.nanoTime() < end) {
            atOnce(service, "/q/health/live", 200);
            atOnce(service, "/q/health/ready", 503);
            atOnce(service, "/healthz/", 503);
            atOnce(service, "/metrics/", 200);
            Thread.sleep(100);
        }
        List<Answer> during = load.take();
        proxy.play(Fault.NONE);
        await(() -> status(service, "/q/health/ready") == 200, BACK, "not ready again after " + fault);
        int acknowledged = load.acknowledged();
        await(() -> load.acknowledged() > acknowledged + 2 * WRITERS, BACK, "not all is normal after " + fault);
        System.out.println(fault + ": " + Load.summary(during));
        assertTrue(during.stream().filter(answer -> answer.status() == 503).count() > WRITERS, Load.summary(during));
        for (Answer answer : during) {
            assertTrue(answer.millis() <= LONGEST_ANSWER_MS, fault + ": " + answer);
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
                long start = System.nanoTime();
                assertEquals(503, service.status("/devices/np/a/b"));
                assertTrue(millis(start) < LONGEST_ANSWER_MS, first.name());
                proxy.play(Fault.NONE);
                await(() -> status(service, "/q/health/ready") == 200, BACK, "not ready after " + first);
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
        await(() -> scrape(service).sum("mongodb_driver_pool_checkedout") == 0
                && scrape(service).sum("mongodb_driver_pool_waitqueuesize") == 0
                && scrape(service).sum("http_requests_in_progress") <= 1, BACK, "a connection or a request is stuck");
        double now = threads(service);
        assertTrue(now <= threads + SPARE, threads + " threads before, " + now + " after");
    }

    private static double threads(PackagedService service) {
        return scrape(service).sum("jvm_threads_live_threads");
    }

    private static Scrape scrape(PackagedService service) {
        return Scrape.of(service.request());
    }

    private static void atOnce(PackagedService service, String path, int status) {
        long start = System.nanoTime();
        assertEquals(status, status(service, path), path);
        assertTrue(millis(start) < AT_ONCE_MS, path + " took " + millis(start) + " ms");
    }

    private static int status(PackagedService service, String path) {
        return service.status(path);
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void await(Callable<Boolean> condition, Duration patience, String otherwise) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, otherwise);
            Thread.sleep(50);
        }
    }
}
