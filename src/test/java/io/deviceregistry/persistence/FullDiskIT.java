package io.deviceregistry.persistence;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/**
 * A data file that cannot grow, by the limit that the operating system puts on the files of one process; a full disk takes the same way
 * through the service.
 */
@Execution(ExecutionMode.CONCURRENT)
class FullDiskIT {

    private static final String PASSWORD = "a password of the administrator";
    private static final long ROOM = 400_000;
    private static final int MORE_THAN_FIT = 2_000;
    private static final Duration PATIENCE = Patience.LIMIT;

    @TempDir
    Path directory;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void whileTheDiskIsFullReadsGoOnAndAfterwardsWritesDoByThemselves() throws Exception {
        assumeTrue(isThere("prlimit"), "needs prlimit, of util-linux");
        Map<String, String> configuration = Map.of("registry.admin.password", PASSWORD);
        try (PackagedService service = PackagedService.start(directory, configuration)) {
            String token = service.adminToken(PASSWORD);
            register(service, token);
            limit(service, Files.size(directory.resolve("data/registry.mv.db")) + ROOM + ":");
            Response refused = registerUntilRefused(service, token);
            refused.then().statusCode(507).body("type", equalTo("/problems/insufficient-storage"));
            assertNotNull(refused.header("Retry-After"));

            for (int i = 0; i < 3; i++) {
                request(service, token).body(Map.of()).post("/devices/").then().statusCode(507);
                readAll(service, token);
            }
            service.adminToken(PASSWORD);
            service.await("/q/health/live", 200);
            service.request().get("/q/health/ready").then().statusCode(200)
                    .body("checks.find {it.name == 'database'}.data.writable", equalTo(false));
            awaitWritable(service, 0);

            limit(service, "unlimited:");
            awaitWritable(service, 1);
            register(service, token);
            readAll(service, token);
        }
        try (PackagedService service = PackagedService.launch(directory, configuration)) {
            // Its first writes come much later than this.
            limit(service, Files.size(directory.resolve("data/registry.mv.db")) + ":");
            service.await("/q/health/ready", 200);
            String token = service.adminToken(PASSWORD);
            readAll(service, token);
            registerUntilRefused(service, token).then().statusCode(507);
        }
        try (PackagedService service = PackagedService.start(directory, configuration)) {
            readAll(service, service.adminToken(PASSWORD));
        }
    }

    private Response registerUntilRefused(PackagedService service, String token) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            Response response = tryToRegister(service, token);
            if (response.statusCode() != 200) {
                return response;
            }
        }
        throw new AssertionError("the limit was never met");
    }

    private void register(PackagedService service, String token) {
        assertEquals(200, tryToRegister(service, token).statusCode());
    }

    private Response tryToRegister(PackagedService service, String token) {
        StringBuilder noise = new StringBuilder();
        random.longs(500).forEach(noise::append);
        Response response = request(service, token).body(Map.of("user-meta", Map.of("noise", noise.toString())))
                .post("/devices/");
        if (response.statusCode() == 200) {
            acknowledged.add(response.path("id"));
        }
        return response;
    }

    private void readAll(PackagedService service, String token) {
        for (String id : acknowledged) {
            request(service, token).get("/devices/" + id).then().statusCode(200);
        }
    }

    private static void awaitWritable(PackagedService service, int expected) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!service.request().get("/metrics/").asString().contains("database_writable " + expected)) {
            assertTrue(System.nanoTime() < deadline, "database_writable never became " + expected);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static RequestSpecification request(PackagedService service, String token) {
        return service.request().contentType(ContentType.JSON).header("Authorization", "Bearer " + token);
    }

    /** The soft limit, with a colon behind it: the hard one stays, so that the soft one can be raised again by anybody. */
    private static void limit(PackagedService service, String bytes) throws Exception {
        assertEquals(0,
                new ProcessBuilder("prlimit", "--pid", Long.toString(service.pid()), "--fsize=" + bytes).inheritIO().start()
                        .waitFor());
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
