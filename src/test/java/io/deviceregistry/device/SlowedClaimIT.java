package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.TestStorage;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Claims of a device that many others guess at. */
@Execution(ExecutionMode.CONCURRENT)
class SlowedClaimIT {

    private static final int ATTEMPTS = 8;

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
}
