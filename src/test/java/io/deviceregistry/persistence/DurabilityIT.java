package io.deviceregistry.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Kills the service under load, again and again, and counts what it had acknowledged. */
@Execution(ExecutionMode.CONCURRENT)
class DurabilityIT {

    private static final int KILLS = Integer.getInteger("test.kills", 4);
    private static final int WRITERS = 4;
    private static final int DEVICES_BEFORE_KILL = 20;
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final String PASSWORD = "a password";

    /** Each device that was acknowledged, with the last value of its meta that was acknowledged. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private String user;

    @Test
    void nothingAcknowledgedIsLostByKillingTheProcess(@TempDir Path directory) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            PackagedService service = PackagedService.start(directory, Map.of());
            try {
                String token = logIn(service);
                checkAll(service, token);
                writeUntilKilled(service, token);
            } finally {
                service.kill();
            }
        }
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            checkAll(service, logIn(service));
        }
    }

    private String logIn(PackagedService service) {
        if (user == null) {
            user = "keeper";
            request(service, null).body(Map.of("email", "k@example.com", "nick", user, "password", PASSWORD))
                    .post("/auth/accounts").then().statusCode(200);
        }
        return request(service, null).body(Map.of("username", user, "password", PASSWORD)).post("/auth/login").then()
                .statusCode(200).extract().path("token");
    }

    private void writeUntilKilled(PackagedService service, String token) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.submit(() -> write(service, token, over, surprises));
        }
        int enough = acknowledged.size() + DEVICES_BEFORE_KILL;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.size() < enough && surprises.isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "too little was written: " + acknowledged.size());
            Thread.sleep(10);
        }
        service.kill();
        over.set(true);
        writers.shutdown();
        assertTrue(writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(surprises));
    }

    private void write(PackagedService service, String token, AtomicBoolean over, ConcurrentLinkedQueue<String> surprises) {
        try {
            while (!over.get()) {
                Response made = request(service, token).body("{\"user-meta\": {\"n\": 0, \"twin\": 0}}").post("/devices/");
                if (made.statusCode() != 200) {
                    surprises.add(made.asString());
                    return;
                }
                String id = made.path("id");
                acknowledged.put(id, 0);
                for (int n = 1; n <= 3; n++) {
                    Response changed = request(service, token).body(Map.of("n", n, "twin", n))
                            .patch("/devices/" + id + "/user-meta");
                    if (changed.statusCode() != 200) {
                        surprises.add(changed.asString());
                        return;
                    }
                    acknowledged.put(id, n);
                }
            }
        } catch (Exception e) {
            // The connection broke: what was under way then was not acknowledged.
        }
    }

    private void checkAll(PackagedService service, String token) {
        Map<String, Map<String, Object>> found = new ConcurrentHashMap<>();
        String next = "/devices/?limit=1000";
        while (next != null) {
            Response page = request(service, token).urlEncodingEnabled(false).get(next);
            assertEquals(200, page.statusCode(), page.asString());
            JsonPath json = page.jsonPath();
            List<Map<String, Object>> devices = json.getList("");
            devices.forEach(device -> found.put((String) device.get("id"), device));
            next = Api.next(page);
        }
        acknowledged.forEach((id, n) -> {
            assertTrue(found.containsKey(id), "lost the device " + id);
            Map<?, ?> meta = (Map<?, ?>) found.get(id).get("user-meta");
            assertTrue((Integer) meta.get("n") >= n, "lost a change of " + id);
            assertEquals(meta.get("n"), meta.get("twin"), "half a change of " + id);
        });
    }

    private static RequestSpecification request(PackagedService service, String token) {
        RequestSpecification request = service.request().contentType(ContentType.JSON);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }
}
