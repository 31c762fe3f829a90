package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class RegistrationTest {

    @Test
    void theAgentRegistersWithNothingAtAll() {
        Api.anonymous().post("/devices/").then().statusCode(200).header("Location", matchesPattern("/devices/[0-9a-f]{24}"))
                .header("Cache-Control", "no-store").body("owner", equalTo("")).body("nick", startsWith("__unregistered__"))
                .body("secret", notNullValue()).body("challenge", notNullValue()).body("prn", startsWith("prn:::devices:/"));
    }

    @Test
    void aDeviceKeepsItsOwnSecretNickAndDeviceMetaAndNothingOfItsOwners() {
        RegisteredDevice device = Api.registered(Api.json(Api.anonymous(), Map.of("secret", "s3cret", "nick", "self+1%",
                "device-meta", Map.of("arch", "x"), "user-meta", Map.of("no", 1), "public", true,
                "labels", Map.of("a", "b"))).post("/devices/"));
        assertEquals("s3cret", device.secret());
        device.request().get("/devices/" + device.id()).then().statusCode(200).body("nick", equalTo("self+1%"))
                .body("device-meta", equalTo(Map.of("arch", "x"))).body("user-meta", equalTo(Map.of()))
                .body("public", equalTo(false)).body("labels", equalTo(Map.of())).body("secret", nullValue());
    }

    @Test
    void anOwnerRegistersWithUserMetaAndWithoutDeviceMeta() {
        User owner = Api.user();
        Api.json(owner.request(), Map.of("user-meta", Map.of("a", 1), "device-meta", Map.of("no", 1))).post("/devices/").then()
                .statusCode(200).body("owner", equalTo(owner.prn())).body("owner-nick", equalTo(owner.nick()))
                .body("user-meta", equalTo(Map.of("a", 1))).body("device-meta", equalTo(Map.of()))
                .body("challenge", nullValue()).body("secret", notNullValue());
        Api.ownedBy(owner).request().post("/devices/").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "auth_status", "np", "register", "import", "export", "events", "actions", "hooks",
            "schemas", "0123456789abcdef01234567", "0123456789ABCDEF01234567", "a b", "a/b", "a.b", "two\nlines", "end\n"})
    void aBadNickIsRefused(String nick) {
        Api.json(Api.shared("has no devices").request(), Map.of("nick", nick)).post("/devices/").then().statusCode(400)
                .body("type", equalTo("/problems/bad-nick"));
    }

    @Test
    void aNickHasUpTo128Characters() {
        User owner = Api.user();
        String nick = "n".repeat(128);
        RegisteredDevice device = Api.ownedBy(owner, nick);
        owner.request().get("/devices/" + nick).then().statusCode(200);
        assertThat(device.token().length(), lessThanOrEqualTo(1_000));
        Api.json(owner.request(), Map.of("nick", nick + "n")).post("/devices/").then().statusCode(400);
    }

    @Test
    void anEmptyUserAgentIsRefused() {
        Api.anonymous().header("User-Agent", "").post("/devices/").then().statusCode(403);
    }

    @Test
    void theAgentSpeaksHttp10AndSendsNeitherBodyNorType() throws Exception {
        String answer = raw("POST /devices/ HTTP/1.0\r\nHost: registry\r\nUser-Agent: Pantavisor/1\r\n\r\n");
        assertThat(answer, matchesPattern("(?s)HTTP/1\\.[01] 200 .*\"owner\" ?: ?\"\".*\"challenge\" ?: ?\"[a-z-]+\".*"));
    }

    @Test
    void aMissingUserAgentIsRefusedAsAnEmptyOneIs() throws Exception {
        assertThat(raw("POST /devices/ HTTP/1.0\r\nHost: registry\r\n\r\n"), startsWith("HTTP/1.0 403 "));
    }

    private static String raw(String request) throws java.io.IOException {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", io.restassured.RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void aSecretIsGeneratedUnlessGivenAndNeverComesBack() {
        User owner = Api.user();
        RegisteredDevice generated = Api.ownedBy(owner);
        assertThat(generated.secret(), matchesPattern("[A-Za-z0-9_-]{43}"));
        RegisteredDevice given = Api
                .registered(Api.json(owner.request(), Map.of("secret", "chosen by somebody")).post("/devices/"));
        assertEquals("chosen by somebody", given.secret());
        for (RegisteredDevice device : List.of(generated, given)) {
            String path = "/devices/" + device.id();
            for (Response later : List.of(owner.request().get(path), device.request().get(path),
                    owner.request().get("/devices/"), owner.request().get("/devices/np/" + owner.nick() + "/" + device.nick()),
                    Api.json(owner.request(), Map.of("public", true)).put(path),
                    Api.json(device.request(), Map.of("device-meta", Map.of("a", 1))).put(path),
                    Api.json(owner.request(), Map.of("public", false)).patch(path), owner.request().delete(path))) {
                String body = later.then().statusCode(200).extract().asString();
                assertThat(body, not(containsString(device.secret())));
                assertThat(body, not(containsString("\"secret\"")));
                assertThat(body, not(containsString("sha256$")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"secret\": \"\"}", "{\"secret\": 1}", "{\"nick\": 1}", "{\"device-meta\": []}", "[]", "null",
            "{\"colour\": \"red\"}", "{"})
    void whatIsNoDeviceIsRefused(String body) {
        Api.json(Api.anonymous(), body).post("/devices/").then().statusCode(400);
    }

    @Test
    void aNickIsTakenOnceByEachOwner() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner, "only");
        Api.json(owner.request(), Map.of("nick", "only")).post("/devices/").then().statusCode(409)
                .body("type", equalTo("/problems/nick-taken"));
        Api.ownedBy(Api.user(), "only");
        Api.json(Api.anonymous(), Map.of("nick", "only")).post("/devices/").then().statusCode(200).body("nick",
                equalTo("only"));
        owner.request().delete("/devices/" + device.id()).then().statusCode(200);
        Api.ownedBy(owner, "only");
    }

    @Test
    void ofManyWhoTakeOneNickAtOnceExactlyOneWins() throws Exception {
        User owner = Api.user();
        List<Integer> statuses = Parallel.run(8,
                i -> Api.json(owner.request(), Map.of("nick", "race")).post("/devices/").statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(7, statuses.stream().filter(status -> status == 409).count(), statuses.toString());
        owner.request().get("/devices/").then().body("nick", equalTo(List.of("race")));
    }

    @Test
    void badCredentialsDoNotMakeADevice() {
        Api.as("no.such.token").post("/devices/").then().statusCode(401);
    }

    @Test
    void metasThatAreTooLargeAreRefused() {
        Map<String, String> large = Map.of("a", "x".repeat(270_000));
        Api.json(Api.anonymous(), Map.of("device-meta", large)).post("/devices/").then().statusCode(422);
        Api.json(Api.user().request(), Map.of("user-meta", large)).post("/devices/").then().statusCode(422);
    }
}
