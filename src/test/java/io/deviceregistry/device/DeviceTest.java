package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestStorage.class)
class DeviceTest {

    @Test
    void whatGetGaveCanBePutBack() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (RequestSpecification who : List.of(owner.request(), device.request())) {
            Map<String, Object> body = Api.as(owner.token()).get("/devices/" + device.id()).path("");
            Api.json(who, body).put("/devices/" + device.id()).then().statusCode(200).body("nick", equalTo(device.nick()));
        }
    }

    /** Their reads go to the database together. */
    @Test
    void ofManyWhoAskAtOnceEachGetsItsOwn() throws Exception {
        User owner = Api.user();
        List<RegisteredDevice> devices = IntStream.range(0, 12).mapToObj(i -> Api.ownedBy(owner)).toList();
        User stranger = Api.user();
        String missing = "0123456789abcdef01234567";
        Parallel.run(48, i -> {
            RegisteredDevice device = devices.get(i % devices.size());
            return switch (i % 4) {
                case 0 -> device.request().get("/devices/" + device.id()).then().statusCode(200)
                        .body("id", equalTo(device.id()), "nick", equalTo(device.nick()));
                case 1 -> owner.request().get("/devices/" + device.id()).then().statusCode(200)
                        .body("id", equalTo(device.id()), "nick", equalTo(device.nick()));
                case 2 -> stranger.request().get("/devices/" + device.id()).then().statusCode(404);
                default -> owner.request().get("/devices/" + missing).then().statusCode(404);
            };
        });
    }

    /** However many others read the same device meanwhile. */
    @Test
    void whatWasAcknowledgedIsSeen() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String meta = "/devices/" + device.id() + "/user-meta";
        Parallel.run(8, writer -> {
            for (int i = 0; i < 10; i++) {
                Api.json(owner.request(), Map.of("w" + writer, i)).patch(meta).then().statusCode(200);
                owner.request().get(meta).then().statusCode(200).body("w" + writer, equalTo(i));
            }
            return null;
        });
    }

    @Test
    void theOwnerSetsWhatIsGiven() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String nick = Api.unique("renamed");
        Api.json(owner.request(), Map.of("nick", nick, "public", true, "labels", Map.of("example.com/site", "oslo", "b", ""),
                "user-meta", Map.of("a", 1), "device-meta", Map.of("ignored", 1))).put("/devices/" + device.id()).then()
                .statusCode(200).body("nick", equalTo(nick)).body("public", equalTo(true))
                .body("labels", equalTo(Map.of("example.com/site", "oslo", "b", "")))
                .body("user-meta", equalTo(Map.of("a", 1))).body("device-meta", equalTo(Map.of()));
        owner.request().get("/devices/" + nick).then().statusCode(200);
        owner.request().get("/devices/" + device.nick()).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\": \"0123456789abcdef01234567\"}", "{\"prn\": \"prn:::devices:/x\"}", "{\"owner\": \"\"}",
            "{\"time-created\": \"2020-01-01T00:00:00Z\"}", "{\"secret\": \"\"}"})
    void whatNobodyMayChangeIsRefused(String body) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), body).put("/devices/" + device.id()).then().statusCode(403);
        owner.request().get("/devices/" + device.id()).then().body("revision", equalTo(1));
    }

    @Test
    void aNewSecretEndsTheTokensOfTheOldOne() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), Map.of("secret", "chosen by hand")).put("/devices/" + device.id()).then().statusCode(200)
                .body("secret", nullValue());
        device.request().get("/devices/" + device.id()).then().statusCode(401);
        assertEquals(401, Api.login(device.prn(), device.secret()).statusCode());
        assertEquals(200, Api.login(device.prn(), "chosen by hand").statusCode());
    }

    @Test
    void patchMergesLabels() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        Api.json(owner.request(), "{\"labels\": {\"a\": \"1\", \"b\": \"2\"}}").patch(path).then().statusCode(200);
        Api.json(owner.request(), "{\"labels\": {\"a\": null, \"c\": \"3\"}, \"public\": true}").patch(path).then()
                .statusCode(200).body("labels", equalTo(Map.of("b", "2", "c", "3"))).body("public", equalTo(true));
        Api.json(owner.request(), "{\"labels\": null}").patch(path).then().statusCode(200).body("labels", equalTo(Map.of()));
        for (String bad : List.of("{\"-a\": \"1\"}", "{\"a\": \"-\"}", "{\"a/b/c\": \"1\"}", "{\"UP.com/a\": \"1\"}",
                "{\"a\": \"" + "x".repeat(64) + "\"}", "{\"\": \"x\"}")) {
            Api.json(owner.request(), "{\"labels\": " + bad + "}").patch(path).then().statusCode(422);
        }
        Api.json(owner.request(), "{\"labels\": {\"a\": 1}}").patch(path).then().statusCode(400);
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, 65).forEach(i -> many.put("k" + i, "v"));
        Api.json(owner.request(), Map.of("labels", many)).patch(path).then().statusCode(422);
        many.remove("k0");
        Api.json(owner.request(), Map.of("labels", many)).patch(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nick", "public"})
    void patchCannotRemoveWhatEveryDeviceHas(String member) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"" + member + "\": null, \"labels\": {\"a\": \"b\"}}").patch("/devices/" + device.id())
                .then().statusCode(400).body("type", equalTo("/problems/malformed-json"))
                .body("violations[0].field", equalTo(member)).body("violations[0].message", equalTo("must not be null"));
        owner.request().get("/devices/" + device.id()).then().body("nick", equalTo(device.nick()))
                .body("labels", equalTo(Map.of())).body("revision", equalTo(1));
    }

    @Test
    void labelsOfManyWritersAreAllKept() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        List<Integer> statuses = Parallel.run(8, i -> Api.json(owner.request(), Map.of("labels", Map.of("k" + i, "v")))
                .patch("/devices/" + device.id()).statusCode());
        assertEquals(Set.of(200), Set.copyOf(statuses));
        Map<String, String> labels = owner.request().get("/devices/" + device.id()).path("labels");
        assertEquals(8, labels.size());
    }

    @Test
    void aNickWithAPercentSignNamesTheDeviceInPaths() {
        User owner = Api.user();
        Api.json(owner.request(), Map.of("nick", "100%-a+b")).post("/devices/").then().statusCode(200);
        RequestSpecification request = owner.request().urlEncodingEnabled(false);
        request.get("/devices/100%25-a+b").then().statusCode(200).body("nick", equalTo("100%-a+b"));
        request.get("/devices/np/" + owner.nick() + "/100%25-a%2Bb").then().statusCode(200);
        Api.json(owner.request().urlEncodingEnabled(false), Map.of("public", true)).patch("/devices/100%25-a+b").then()
                .statusCode(200).body("public", equalTo(true));
    }

    @Test
    void aNickIsUniqueAmongTheOwnersDevices() throws Exception {
        User owner = Api.user();
        RegisteredDevice first = Api.ownedBy(owner, "one");
        RegisteredDevice second = Api.ownedBy(owner, "two");
        Api.json(owner.request(), "{\"nick\": \"one\"}").patch("/devices/" + second.id()).then().statusCode(409)
                .body("type", equalTo("/problems/nick-taken"));
        Api.json(owner.request(), "{\"nick\": \"one\"}").post("/devices/").then().statusCode(409);
        Api.ownedBy(Api.user(), "one");
        List<Integer> statuses = Parallel.run(8, i -> Api.json(owner.request(), "{\"nick\": \"three\"}").post("/devices/")
                .statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(7, statuses.stream().filter(status -> status == 409).count());
        assertEquals("one", first.nick());
    }

    @Test
    void strangersCannotTellAPrivateDeviceFromNone() {
        RegisteredDevice device = Api.ownedBy(Api.user());
        User stranger = Api.user();
        String none = "/devices/0123456789abcdef01234567";
        String there = "/devices/" + device.id();
        for (String path : List.of(none, there)) {
            stranger.request().get(path).then().statusCode(404).body("detail", equalTo("Device not found"));
            stranger.request().delete(path).then().statusCode(404).body("detail", equalTo("Device not found"));
            stranger.request().put(path + "/public").then().statusCode(404);
            Api.json(stranger.request(), "{\"nick\": \"mine\"}").put(path).then().statusCode(404);
            Api.json(stranger.request(), "{\"nick\": \"mine\"}").patch(path).then().statusCode(404);
        }
    }

    @Test
    void aStrangerToAPublicDeviceMayLookAndNotTouch() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        owner.request().put("/devices/" + device.id() + "/public").then().statusCode(200);
        User stranger = Api.user();
        stranger.request().get("/devices/" + device.id()).then().statusCode(200);
        stranger.request().delete("/devices/" + device.id()).then().statusCode(403);
        stranger.request().delete("/devices/" + device.id() + "/public").then().statusCode(403);
        device.request().delete("/devices/" + device.id()).then().statusCode(403);
        owner.request().delete("/devices/" + device.id() + "/public").then().statusCode(200).body("public", equalTo(false));
        stranger.request().get("/devices/" + device.id()).then().statusCode(404);
    }
}
