package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestStorage.class)
class MetaTest {

    private static String path(RegisteredDevice device, String part) {
        return "/devices/" + device.id() + "/" + part;
    }

    private static Response patch(RequestSpecification who, String path, Object body) {
        return Api.json(who, body).patch(path);
    }

    @Test
    void theOwnerReplacesAndMergesAndBothRead() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"a\": 1, \"b\": {\"c\": true}}").put(path(device, "user-meta")).then().statusCode(200)
                .body("a", equalTo(1));
        patch(owner.request(), path(device, "user-meta"), "{\"a\": null, \"b\": {\"d\": \"x\"}}").then().statusCode(200)
                .body("", equalTo(Map.of("b", Map.of("c", true, "d", "x"))));
        device.request().get(path(device, "user-meta")).then().statusCode(200).body("b.d", equalTo("x"));
        patch(device.request(), path(device, "user-meta"), "{\"by\": \"device\"}").then().statusCode(200);
        Api.json(device.request(), "{}").put(path(device, "user-meta")).then().statusCode(403);
        owner.request().get("/devices/" + device.nick() + "/user-meta").then().statusCode(200).body("by", equalTo("device"));
    }

    @Test
    void onlyTheDeviceWritesItsDeviceMeta() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(device.request(), "{\"arch\": \"arm64\"}").put(path(device, "device-meta")).then().statusCode(200);
        patch(device.request(), path(device, "device-meta"), "{\"os\": \"linux\"}").then().statusCode(200)
                .body("", equalTo(Map.of("arch", "arm64", "os", "linux")));
        owner.request().get(path(device, "device-meta")).then().statusCode(200).body("os", equalTo("linux"));
        patch(owner.request(), path(device, "device-meta"), "{}").then().statusCode(403);
        Api.json(owner.request(), "{}").put(path(device, "device-meta")).then().statusCode(403);
    }

    @Test
    void strangersSeeNothingOfAPrivateDeviceAndNoMetasOfAPublicOne() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        User stranger = Api.user();
        stranger.request().get(path(device, "user-meta")).then().statusCode(404);
        patch(stranger.request(), path(device, "user-meta"), "{\"x\": 1}").then().statusCode(404);
        owner.request().put(path(device, "public")).then().statusCode(200).body("public", equalTo(true));
        stranger.request().get(path(device, "user-meta")).then().statusCode(403);
        patch(stranger.request(), path(device, "user-meta"), "{\"x\": 1}").then().statusCode(403);
        owner.request().get(path(device, "user-meta")).then().body("", equalTo(Map.of()));
    }

    @Test
    void everyKeyComesBackAsItWasSent() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Map<String, Object> odd = new HashMap<>();
        for (String key : List.of("a.b", "$set", "%", "%2e", "", "0", "42", "\u043a\u043b\u044e\u0447", "\ud83d\ude00", "a b",
                "_id", "x\u0000y", "k".repeat(256))) {
            odd.put(key, Map.of(key, List.of(1, Map.of(key, "v"))));
        }
        Api.json(owner.request(), odd).put(path(device, "user-meta")).then().statusCode(200).body("", equalTo(odd));
        owner.request().get(path(device, "user-meta")).then().body("", equalTo(odd));
        RegisteredDevice other = Api.ownedBy(owner);
        patch(owner.request(), path(other, "user-meta"), odd).then().statusCode(200).body("", equalTo(odd));
        Map<String, Object> gone = new HashMap<>();
        odd.keySet().forEach(key -> gone.put(key, null));
        patch(owner.request(), path(other, "user-meta"), gone).then().statusCode(200).body("", equalTo(Map.of()));
        Api.json(owner.request(), Map.of("k".repeat(257), 1)).put(path(device, "user-meta")).then().statusCode(400);
    }

    @Test
    void numbersKeepTheirValue() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String numbers = "{\"n\":[0,-1,9223372036854775807,12345678901234567890,1.5,0.1,1234567890.12345678901234]}";
        Api.json(owner.request(), numbers).put(path(device, "user-meta")).then().statusCode(200);
        assertEquals(numbers, owner.request().get(path(device, "user-meta")).asString());
        Api.json(owner.request(), "{\"n\": 1" + "0".repeat(40) + "1}").put(path(device, "user-meta")).then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = 59, value = {
            "{\"a\":\"b\"};{\"a\":\"c\"};{\"a\":\"c\"}",
            "{\"a\":\"b\"};{\"b\":\"c\"};{\"a\":\"b\",\"b\":\"c\"}",
            "{\"a\":\"b\"};{\"a\":null};{}",
            "{\"a\":\"b\",\"b\":\"c\"};{\"a\":null};{\"b\":\"c\"}",
            "{\"a\":[\"b\"]};{\"a\":\"c\"};{\"a\":\"c\"}",
            "{\"a\":\"c\"};{\"a\":[\"b\"]};{\"a\":[\"b\"]}",
            "{\"a\":{\"b\":\"c\"}};{\"a\":{\"b\":\"d\",\"c\":null}};{\"a\":{\"b\":\"d\"}}",
            "{\"a\":[{\"b\":\"c\"}]};{\"a\":[1]};{\"a\":[1]}",
            "{\"e\":null};{\"a\":1};{\"e\":null,\"a\":1}",
            "{};{\"a\":{\"bb\":{\"ccc\":null}}};{\"a\":{\"bb\":{}}}",
            "{\"a\":[1,2]};{\"a\":{\"0\":9}};{\"a\":{\"0\":9}}",
            "{\"a\":1};{\"a\":{\"b\":{\"c\":2}}};{\"a\":{\"b\":{\"c\":2}}}",
            "{\"a\":null};{\"a\":{\"b\":1}};{\"a\":{\"b\":1}}",
            "{\"a\":1};{\"a\":{}};{\"a\":{}}",
            "{\"a\":{\"x\":1}};{\"a\":{}};{\"a\":{\"x\":1}}",
            "{\"a\":1};{};{\"a\":1}"})
    void mergesAsRfc7396Says(String before, String patch, String after) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), before).put(path(device, "user-meta")).then().statusCode(200);
        patch(owner.request(), path(device, "user-meta"), patch).then().statusCode(200)
                .body("", equalTo(JsonPath.from(after).getMap("")));
    }

    @Test
    void sixteenWritersOfDifferentKeysLoseNothing() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        List<Integer> statuses = Parallel.run(16, i -> IntStream.range(0, 4).map(n -> patch(owner.request(),
                path(device, "user-meta"), Map.of("w" + i, Map.of("n" + n, n))).statusCode()).max().getAsInt());
        assertEquals(Set.of(200), Set.copyOf(statuses));
        Map<String, Map<String, Integer>> meta = owner.request().get(path(device, "user-meta")).path("");
        assertEquals(16, meta.size());
        meta.values().forEach(one -> assertEquals(Map.of("n0", 0, "n1", 1, "n2", 2, "n3", 3), one));
        owner.request().get("/devices/" + device.id()).then().body("revision", equalTo(65));
    }

    @Test
    void writersThatTurnAScalarIntoAnObjectLoseNothing() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"a\": 1}").put(path(device, "user-meta")).then().statusCode(200);
        List<Integer> statuses = Parallel.run(8, i -> patch(owner.request(), path(device, "user-meta"),
                Map.of("a", Map.of("w" + i, i))).statusCode());
        assertEquals(Set.of(200), Set.copyOf(statuses));
        Map<String, Object> a = owner.request().get(path(device, "user-meta")).path("a");
        assertEquals(8, a.size());
    }

    @Test
    void aMetaIsLimitedByWhatItHoldsAndNotByHowOftenItChanged() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        int limit = 256 * 1024;
        String frame = "{\"a\":\"\"}";
        Api.json(owner.request(), Map.of("a", "x".repeat(limit - frame.length()))).put(path(device, "user-meta")).then()
                .statusCode(200);
        Api.json(owner.request(), Map.of("a", "x".repeat(limit - frame.length() + 1))).put(path(device, "user-meta")).then()
                .statusCode(422);
        patch(owner.request(), path(device, "user-meta"), Map.of("b", 1)).then().statusCode(422);
        patch(owner.request(), path(device, "user-meta"), Map.of("a", "small")).then().statusCode(200)
                .body("", equalTo(Map.of("a", "small")));
        for (int i = 0; i < 12; i++) {
            patch(owner.request(), path(device, "user-meta"), Map.of("a", "y".repeat(100_000) + i)).then().statusCode(200);
        }
    }

    @Test
    void aMetaIsAnObjectAndNothingElse() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (String body : List.of("[]", "1", "\"x\"", "null", "true")) {
            Api.json(owner.request(), body).put(path(device, "user-meta")).then().statusCode(400);
        }
        owner.request().put(path(device, "user-meta")).then().statusCode(400);
    }
}
