package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** What is counted of claims when the service has other things to do, or the device is guessed at. */
@Execution(ExecutionMode.CONCURRENT)
class ClaimThrottleIT {

    private static final int ATTEMPTS = 8;
    private static final int CLAIMS = 48;

    @TempDir
    Path directory;

    private static String user(PackagedService service) {
        String nick = Api.unique("u");
        service.request().contentType(ContentType.JSON)
                .body(Map.of("email", nick + "@example.com", "nick", nick, "password", "p")).post("/auth/accounts").then()
                .statusCode(200);
        return service.request().contentType(ContentType.JSON).body(Map.of("username", nick, "password", "p"))
                .post("/auth/login").then().statusCode(200).extract().path("token");
    }

    private static Response claim(PackagedService service, String token, String id, String challenge) {
        return service.request().header("Authorization", "Bearer " + token).queryParam("challenge", challenge)
                .put("/devices/" + id);
    }

    @Test
    void aSlowedClaimKeepsNoPlaceThatOthersNeed() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.requests-in-flight", "1",
                "registry.rate-limit.wrong-claims-per-device", "1/1h", "registry.passwords.cost", "4",
                "registry.storage.timeout", "10S", "registry.admin.password", TestStorage.ADMIN_PASSWORD))) {
            Response device = service.request().header("User-Agent", "agent").post("/devices/");
            String id = device.path("id");
            String attacker = user(service);
            String owner = user(service);
            claim(service, attacker, id, "wrong").then().statusCode(403);
            boolean served = false;
            for (int i = 0; i < ATTEMPTS && !served; i++) {
                CompletableFuture<Response> slowed = CompletableFuture
                        .supplyAsync(() -> claim(service, attacker, id, "wrong"));
                while (!slowed.isDone() && !served) {
                    int status = service.request().header("Authorization", "Bearer " + owner).get("/devices/").statusCode();
                    served = status == 200 && !slowed.isDone();
                    Thread.sleep(50);
                }
                slowed.join();
            }
            assertTrue(served, "somebody is served while a slowed claim waits");
            claim(service, owner, id, device.path("challenge")).then().statusCode(200).body("id", equalTo(id));
        }
    }

    /** Until it is not answered that the service is busy. */
    private static Response insist(Supplier<Response> call) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Response response = call.get();
        while (response.statusCode() == 503 && System.nanoTime() < deadline) {
            response = call.get();
        }
        return response;
    }

    @Test
    void rightClaimsThatHaveNoTimeDoNotCount() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.storage.timeout", "150ms",
                "registry.rate-limit.wrong-claims-per-device-and-account", "2/1h",
                "registry.rate-limit.wrong-claims-per-account", "3/1h", "registry.passwords.cost", "4",
                "registry.admin.password", TestStorage.ADMIN_PASSWORD))) {
            String token = insist(() -> service.request().contentType(ContentType.JSON)
                    .body(Map.of("username", "admin", "password", TestStorage.ADMIN_PASSWORD)).post("/auth/login"))
                    .then().statusCode(200).extract().path("token");
            List<Map<String, String>> devices = IntStream.range(0, CLAIMS)
                    .mapToObj(i -> insist(() -> service.request().header("User-Agent", "agent").post("/devices/")))
                    .map(device -> Map.<String, String>of("id", device.path("id"), "challenge", device.path("challenge")))
                    .toList();
            IntFunction<Response> claim = i -> claim(service, token, devices.get(i).get("id"), devices.get(i).get("challenge"));
            List<Integer> atOnce = Parallel.run(CLAIMS, i -> claim.apply(i).statusCode());
            assertThat(atOnce, everyItem(in(List.of(200, 503))));
            for (int i = 0; i < CLAIMS; i++) {
                int index = i;
                insist(() -> claim.apply(index)).then().statusCode(200);
            }
        }
    }
}
