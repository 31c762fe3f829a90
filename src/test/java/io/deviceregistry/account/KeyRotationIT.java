package io.deviceregistry.account;

import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.TestKeys;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;

/** The signing key is changed by the steps of docs/operations.md, and nobody has to log in again. */
@Execution(ExecutionMode.CONCURRENT)
class KeyRotationIT {

    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    Path directory;

    private PackagedService start(Path signing, Path... verifying) throws Exception {
        return PackagedService.start(directory, Map.of("registry.admin.password", PASSWORD, "registry.auth.signing-key",
                signing.toString(), "registry.auth.verification-keys",
                String.join(",", List.of(verifying).stream().map(Path::toString).toList())));
    }

    private static RequestSpecification as(PackagedService service, String token) {
        return service.request().header("Authorization", "Bearer " + token);
    }

    private static String keyId(String token) {
        return JsonPath.from(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8))
                .getString("kid");
    }

    private static List<String> published(PackagedService service) {
        return service.request().get("/.well-known/jwks.json").then().statusCode(200).extract()
                .path("keys.kid");
    }

    @Test
    void nobodyIsLoggedOut() throws Exception {
        Path before = TestKeys.rsa(directory, 2_048);
        Path after = Files.move(TestKeys.rsa(Files.createDirectory(directory.resolve("new")), 2_048),
                directory.resolve("after.pem"));
        String token;
        String cursor;
        // First every replica learns the new key, and publishes it.
        try (PackagedService service = start(before, TestKeys.publicHalf(after))) {
            token = service.adminToken(PASSWORD);
            for (int i = 0; i < 2; i++) {
                as(service, token).contentType(ContentType.JSON).body(Map.of("nick", "device-" + i)).post("/devices/").then()
                        .statusCode(200);
            }
            cursor = as(service, token).get("/devices/?limit=1").then().statusCode(200).extract().header("Link")
                    .replaceAll(".*cursor=([^&>]*).*", "$1");
            assertEquals(keyId(token), published(service).get(0));
            assertEquals(2, published(service).size());
        }
        // Then the new one signs.
        String fresh;
        try (PackagedService service = start(after, before)) {
            as(service, token).get("/auth/").then().statusCode(200);
            as(service, token).queryParam("limit", 1).queryParam("cursor", cursor).get("/devices/").then().statusCode(200)
                    .body("$", hasSize(1));
            fresh = as(service, token).get("/auth/login").then().statusCode(200).extract().path("token");
            assertNotEquals(keyId(token), keyId(fresh));
            assertEquals(List.of(keyId(fresh), keyId(token)), published(service));
            as(service, fresh).get("/auth/").then().statusCode(200);
        }
        // And at last the old one goes.
        try (PackagedService service = start(after)) {
            as(service, token).get("/auth/").then().statusCode(401);
            as(service, fresh).get("/auth/").then().statusCode(200);
            assertEquals(List.of(keyId(fresh)), published(service));
        }
    }
}
