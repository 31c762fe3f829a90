package io.deviceregistry.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.TestStorage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** A flood of wrong passwords, with no limit but the queue for slow hashes, and everybody else meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("LoginStormIT")
class LoginStormIT {

    private static final int ATTACKERS = 64;
    private static final int QUEUE = 8;
    private static final int OTHERS = 12;

    @TempDir
    Path directory;

    private static Response login(PackagedService service, String username, String password) {
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password)).post("/auth/login");
    }

    @Test
    void nobodyElseIsKeptOut() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.rate-limit.enabled", "false",
                "registry.storage.timeout", "1M", "registry.limits.password-queue", Integer.toString(QUEUE),
                "registry.admin.password",
                TestStorage.ADMIN_PASSWORD))) {
            String token = login(service, "admin", TestStorage.ADMIN_PASSWORD).then().statusCode(200).extract().path("token");
            Response device = service.request().header("User-Agent", "agent").post("/devices/");
            AtomicBoolean stop = new AtomicBoolean();
            Queue<Response> refusals = new ConcurrentLinkedQueue<>();
            ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
            try {
                for (int i = 0; i < ATTACKERS; i++) {
                    String victim = i % 2 == 0 ? "admin" : "nobody-" + i;
                    attackers.submit(() -> {
                        while (!stop.get()) {
                            refusals.add(login(service, victim, "wrong"));
                        }
                    });
                }
                // Whoever is kept out by a full queue is refused.
                for (int i = 0; i < OTHERS; i++) {
                    service.request().header("Authorization", "Bearer " + token).get("/devices/").then()
                            .statusCode(200);
                    login(service, device.path("prn"), device.path("secret")).then().statusCode(200);
                }
            } finally {
                stop.set(true);
                attackers.shutdown();
                assertTrue(attackers.awaitTermination(60, TimeUnit.SECONDS));
            }
            List<Integer> statuses = refusals.stream().map(Response::statusCode).toList();
            assertThat(statuses, everyItem(in(List.of(401, 429))));
            List<Response> full = refusals.stream().filter(refusal -> refusal.statusCode() == 429).toList();
            assertThat(full.size(), greaterThan(0));
            full.forEach(refusal -> refusal.then().header("Retry-After", matchesPattern("[1-9]\\d*")));
            assertEquals(200, login(service, "admin", TestStorage.ADMIN_PASSWORD).statusCode());
        }
    }

    @Test
    void oneAddressThatKeepsTheQueueFullKeepsNobodyOut() throws Exception {
        String stranger = "192.0.2.1";
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.trusted-proxies", "127.0.0.1",
                "registry.limits.password-queue", Integer.toString(QUEUE), "registry.storage.timeout", "1M",
                "registry.admin.password", TestStorage.ADMIN_PASSWORD))) {
            AtomicBoolean stop = new AtomicBoolean();
            Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
            ExecutorService flood = Executors.newFixedThreadPool(3 * QUEUE);
            try {
                for (int i = 0; i < 3 * QUEUE; i++) {
                    boolean registers = i % 2 == 0;
                    flood.submit(() -> {
                        while (!stop.get()) {
                            statuses.add(registers ? registerWithSecret(service, stranger) : signUp(service, stranger));
                        }
                    });
                }
                for (int i = 0; i < 3; i++) {
                    for (String address : List.of(stranger, "192.0.2.2")) {
                        service.request().header("X-Forwarded-For", address).contentType(ContentType.JSON)
                                .body(Map.of("username", "admin", "password", TestStorage.ADMIN_PASSWORD))
                                .post("/auth/login").then().statusCode(200);
                    }
                }
            } finally {
                stop.set(true);
                flood.shutdown();
                assertTrue(flood.awaitTermination(60, TimeUnit.SECONDS));
            }
            assertThat(statuses, hasItem(429));
            assertThat(statuses, everyItem(in(List.of(200, 429))));
        }
    }

    private static int registerWithSecret(PackagedService service, String address) {
        return service.request().header("X-Forwarded-For", address).header("User-Agent", "agent")
                .contentType(ContentType.JSON).body("{\"secret\": \"x\"}").post("/devices/").statusCode();
    }

    private static int signUp(PackagedService service, String address) {
        String nick = Api.unique("u");
        return service.request().header("X-Forwarded-For", address).contentType(ContentType.JSON)
                .body(Map.of("email", nick + "@example.com", "nick", nick, "password", "p")).post("/auth/accounts")
                .statusCode();
    }
}
