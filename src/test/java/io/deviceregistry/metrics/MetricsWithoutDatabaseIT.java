package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.deviceregistry.TestKeys;
import io.deviceregistry.embedded.EmbeddedMongo;

/** A database that goes away takes nothing from the metrics but its own. */
@Execution(ExecutionMode.CONCURRENT)
class MetricsWithoutDatabaseIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("try") // It goes away before the end.
    void theLastNumbersStayAndTheirAgeGrows() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo"));
                PackagedService service = PackagedService.start(directory,
                        Map.of("quarkus.mongodb.connection-string", mongo.connectionString(),
                                "registry.auth.signing-key", TestKeys.rsa(directory, 2_048).toString(),
                                "registry.metrics.refresh", "1S"))) {
            service.request().post("/devices/").then().statusCode(200);
            await(service, scrape -> scrape.sum("registry_devices", "state", "unclaimed") == 1
                    && scrape.sum("database_connected") == 1);
            assertEquals(1, scrape(service).sum("database_info", "topology", "standalone"));
            mongo.close();
            await(service, scrape -> scrape.sum("database_connected") == 0);
            service.request().post("/devices/").then().statusCode(503);
            await(service, scrape -> scrape.sum("http_requests_exceptions_total", "handler", "/devices", "method", "POST") == 1
                    && scrape.sum("registry_registrations_total", "kind", "device", "status_code", "503") == 1
                    && scrape.sum("registry_job_runs_total", "job", "count-entities", "result", "failure") > 0);
            double age = scrape(service).sum("registry_entities_age_seconds");
            await(service, scrape -> scrape.sum("registry_entities_age_seconds") > age + 1);
            assertEquals(1, scrape(service).sum("registry_devices", "state", "unclaimed"));
            service.awaitLog("The job count-entities failed");
            Duration fastest = Patience.fastest(() -> scrape(service));
            assertTrue(fastest.compareTo(AT_ONCE) < 0, () -> "a scrape takes " + fastest);
        }
    }

    private static Scrape scrape(PackagedService service) {
        return Scrape.of(service.request());
    }

    private static void await(PackagedService service, Predicate<Scrape> condition) throws Exception {
        Patience.await(() -> condition.test(scrape(service)), "waited in vain");
    }
}
