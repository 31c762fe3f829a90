package io.deviceregistry.device;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestStorage.class)
class MetaTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int LIMIT = 256 * 1024;
    private static final int CLIENTS = 16;

    /** Its own device-meta: the routes are the same, and one device needs no account. */
    private RegisteredDevice device;
    private String path;

    @BeforeEach
    void makeDevice() {
        device = Api.selfRegistered();
        path = "/devices/" + device.id() + "/device-meta";
    }

    @Test
    void theOwnerWritesTheUserMetaAndReadsBoth() {
        User owner = Api.user();
        RegisteredDevice owned = Api.ownedBy(owner);
        for (String name : List.of(owned.id(), owned.nick())) {
            String userMeta = "/devices/" + name + "/user-meta";
            Api.json(owner.request(), "{\"a\": 1}").put(userMeta).then().statusCode(200).body("", equalTo(Map.of("a", 1)));
            Api.json(owner.request(), "{\"b\": 2}").patch(userMeta).then().statusCode(200)
                    .body("", equalTo(Map.of("a", 1, "b", 2)));
            owner.request().get(userMeta).then().statusCode(200).body("", equalTo(Map.of("a", 1, "b", 2)));
            String deviceMeta = "/devices/" + name + "/device-meta";
            owner.request().get(deviceMeta).then().statusCode(200).body("", aMapWithSize(0));
            Api.json(owner.request(), "{}").put(deviceMeta).then().statusCode(403);
            Api.json(owner.request(), "{}").patch(deviceMeta).then().statusCode(403);
        }
    }

    @Test
    void theDeviceWritesTheDeviceMetaAndPatchesTheUserMeta() {
        User owner = Api.user();
        RegisteredDevice owned = Api.ownedBy(owner);
        String deviceMeta = "/devices/" + owned.id() + "/device-meta";
        Api.json(owned.request(), "{\"a\": 1}").put(deviceMeta).then().statusCode(200).body("", equalTo(Map.of("a", 1)));
        Api.json(owned.request(), "{\"a\": null}").patch(deviceMeta).then().statusCode(200).body("", aMapWithSize(0));
        String userMeta = "/devices/" + owned.id() + "/user-meta";
        Api.json(owned.request(), "{\"a\": 1}").patch(userMeta).then().statusCode(200).body("", equalTo(Map.of("a", 1)));
        owned.request().get(userMeta).then().statusCode(200).body("", equalTo(Map.of("a", 1)));
        Api.json(owned.request(), "{}").put(userMeta).then().statusCode(403);
        Api.json(owned.request(), "{\"b\": 1}").patch("/devices/" + owned.nick() + "/user-meta").then().statusCode(200);
        owner.request().get("/devices/" + owned.id()).then().body("user-meta", equalTo(Map.of("a", 1, "b", 1)));
    }

    @Test
    void aStrangerSeesNoMetaAndWritesNone() {
        User owner = Api.user();
        RegisteredDevice owned = Api.ownedBy(owner);
        User stranger = Api.user();
        for (RequestSpecification caller : List.of(stranger.request(), Api.ownedBy(owner).request())) {
            refused(caller, owned, 404);
        }
        owner.request().put("/devices/" + owned.id() + "/public").then().statusCode(200);
        for (RequestSpecification caller : List.of(stranger.request(), Api.ownedBy(owner).request())) {
            refused(caller, owned, 403);
        }
    }

    private static void refused(RequestSpecification caller, RegisteredDevice device, int status) {
        for (String meta : List.of("/user-meta", "/device-meta")) {
            String path = "/devices/" + device.id() + meta;
            caller.get(path).then().statusCode(status);
            Api.json(caller, "{\"a\": 1}").put(path).then().statusCode(status);
            Api.json(caller, "{\"a\": 1}").patch(path).then().statusCode(status);
            Api.json(caller, "{\"a\": {}}").patch(path).then().statusCode(status);
        }
    }

    /** RFC 7396, appendix A, as far as the target and the patch are objects. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "{\"a\":\"b\"}|{\"a\":\"c\"}|{\"a\":\"c\"}",
            "{\"a\":\"b\"}|{\"b\":\"c\"}|{\"a\":\"b\",\"b\":\"c\"}",
            "{\"a\":\"b\"}|{\"a\":null}|{}",
            "{\"a\":\"b\",\"b\":\"c\"}|{\"a\":null}|{\"b\":\"c\"}",
            "{\"a\":[\"b\"]}|{\"a\":\"c\"}|{\"a\":\"c\"}",
            "{\"a\":\"c\"}|{\"a\":[\"b\"]}|{\"a\":[\"b\"]}",
            "{\"a\":{\"b\":\"c\"}}|{\"a\":{\"b\":\"d\",\"c\":null}}|{\"a\":{\"b\":\"d\"}}",
            "{\"a\":[{\"b\":\"c\"}]}|{\"a\":[1]}|{\"a\":[1]}",
            "{\"e\":null}|{\"a\":1}|{\"e\":null,\"a\":1}",
            "{}|{\"a\":{\"bb\":{\"ccc\":null}}}|{\"a\":{\"bb\":{}}}",
            // Not in the table: what has to become an object first.
            "{\"a\":1}|{\"a\":{\"b\":2}}|{\"a\":{\"b\":2}}",
            "{\"a\":null}|{\"a\":{\"b\":2}}|{\"a\":{\"b\":2}}",
            "{\"a\":[1,2]}|{\"a\":{\"b\":2}}|{\"a\":{\"b\":2}}",
            "{\"a\":[1,2]}|{\"a\":{\"0\":3}}|{\"a\":{\"0\":3}}",
            "{\"a\":[{\"b\":1}]}|{\"a\":{\"b\":null}}|{\"a\":{}}",
            "{\"a\":1}|{\"a\":{\"b\":null}}|{\"a\":{}}",
            "{\"a\":1}|{\"a\":{}}|{\"a\":{}}",
            "{\"a\":{\"b\":1}}|{\"a\":{}}|{\"a\":{\"b\":1}}",
            "{\"a\":{\"b\":{\"c\":1}}}|{\"a\":{\"b\":{\"d\":2},\"e\":{\"f\":3}}}|{\"a\":{\"b\":{\"c\":1,\"d\":2},\"e\":{\"f\":3}}}",
            "{\"a\":{\"b\":1}}|{\"a\":{\"b\":null}}|{\"a\":{}}",
            "{\"a\":1}|{\"b\":{\"c\":null},\"a\":2}|{\"a\":2,\"b\":{}}"})
    void aPatchMergesAsRfc7396Says(String before, String patch, String after) throws JsonProcessingException {
        store(before);
        assertEquals(JSON.readTree(after), body(Api.json(device.request(), patch).patch(path)));
        assertEquals(JSON.readTree(after), body(device.request().get(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[\"c\"]", "\"bar\"", "1", "", "{", "{\"a\":1,\"a\":2}"})
    void whatIsNotAnObjectIsRefused(String body) {
        Api.json(device.request(), body).patch(path).then().statusCode(400);
        Api.json(device.request(), body).put(path).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a.b", "..", "$", "$set", "$a.$b", "%", "%2e", "%25", "a%", "", "0", "17", "007", "-1", "_id",
            " ",
            "ключ", "日本", "😀", "é", "a\"b", "a\\b", "a/b", "a\nb", "\0", "\u007f", "__proto__", "constructor"})
    void everyKeyComesBackAsItWasSent(String key) throws JsonProcessingException {
        ObjectNode meta = JSON.createObjectNode();
        meta.put(key, 1).put("a", 2).putObject("deep").putObject(key).put(key, "x");
        meta.putArray("list").addObject().put(key, 3);
        assertEquals(meta, body(Api.json(device.request(), meta.toString()).put(path)));
        ObjectNode patch = JSON.createObjectNode();
        patch.putNull(key);
        patch.putObject("deep").putObject(key).put("other", 2);
        meta.remove(key);
        ((ObjectNode) meta.get("deep").get(key)).put("other", 2);
        assertEquals(meta, body(Api.json(device.request(), patch.toString()).patch(path)));
        ObjectNode again = JSON.createObjectNode();
        again.put(key, "back").put("deep", 1);
        meta.put(key, "back").put("deep", 1);
        assertEquals(meta, body(Api.json(device.request(), again.toString()).patch(path)));
        assertEquals(meta, JSON.readTree(device.request().get("/devices/" + device.id()).asString()).get("device-meta"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", ".", "ж", "😀"})
    void aKeyHas256CharactersAtMost(String character) throws JsonProcessingException {
        ObjectNode longest = JSON.createObjectNode().put(character.repeat(256), 1);
        assertEquals(longest, body(Api.json(device.request(), longest.toString()).put(path)));
        assertEquals(longest, body(Api.json(device.request(), longest.toString()).patch(path)));
        for (ObjectNode tooLong : List.of(JSON.createObjectNode().put(character.repeat(257), 1),
                JSON.createObjectNode().set("a", JSON.createObjectNode().put(character.repeat(257), 1)))) {
            Api.json(device.request(), tooLong.toString()).put(path).then().statusCode(400);
            Api.json(device.request(), tooLong.toString()).patch(path).then().statusCode(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "false", "\"\"", "\"\\u0000$a.b\"", "\"😀\"", "[]", "{}", "[null,[],{},[1,[2]]]",
            "[{\"a\":null}]", "0", "-1", "1.5", "0.1", "-0.25", "2147483648", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808", "12345678901234567890123456789012", "1234567890123456789.125", "1e300",
            "1.7976931348623157e308",
            "1e400", "1e-400", "5e-324", "{\"a\":{\"b\":{\"c\":[{\"d\":1.5}]}}}", "{\"$oid\":\"x\"}", "{\"$date\":1}"})
    void everyValueComesBackAsItWasSent(String value) throws JsonProcessingException {
        JsonNode sent = JSON.readTree("{\"v\":" + value + "}");
        assertSame(sent, body(Api.json(device.request(), "{\"v\":" + value + "}").put(path)));
        assertSame(sent, JSON.readTree(device.request().get("/devices/" + device.id()).asString()).get("device-meta"));
        if (!sent.get("v").isNull()) {
            Api.json(device.request(), "{\"v\":null}").patch(path).then().statusCode(200).body("", aMapWithSize(0));
            assertSame(sent, body(Api.json(device.request(), "{\"v\":" + value + "}").patch(path)));
        }
    }

    private static void assertSame(JsonNode expected, JsonNode actual) {
        assertEquals(true, expected.equals(MetaTest::compare, actual), () -> expected + " is not " + actual);
    }

    /** 1 and 1.0 are one number. */
    private static int compare(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue())
                : one.equals(other) ? 0 : 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890.1234567890123456789012345678901", "1e9999", "\"\\ud800\"",
            "12345678901234567890123456789012345"})
    void whatCannotBeKeptExactlyIsRefused(String value) {
        Api.json(device.request(), "{\"v\":" + value + "}").put(path).then().statusCode(400);
        Api.json(device.request(), "{\"v\":" + value + "}").patch(path).then().statusCode(400);
    }

    @Test
    void aNumberTakesNoMoreRoomThanItWasSentIn() {
        String body = Api.json(device.request(), "{\"big\": 1e6000, \"small\": 1e-6000}").put(path).then().statusCode(200)
                .extract().asString();
        assertEquals(true, body.length() < 100, body);
        assertEquals(true, device.request().get("/devices/" + device.id()).asString().length() < 2_000);
    }

    @Test
    void nestingHasALimit() {
        Api.json(device.request(), nested(32)).put(path).then().statusCode(200);
        Api.json(device.request(), nested(32)).patch(path).then().statusCode(200);
        Api.json(device.request(), nested(33)).put(path).then().statusCode(400);
        Api.json(device.request(), nested(33)).patch(path).then().statusCode(400);
        Api.json(device.request(), nested(1000)).put(path).then().statusCode(400);
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    @Test
    void patchesOfDifferentKeysAtOnceLoseNothing() throws Exception {
        int rounds = 6;
        List<Integer> statuses = Parallel.run(CLIENTS, client -> IntStream.range(0, rounds).map(round -> Api
                .json(device.request(), "{\"k" + client + "\": {\"r" + round + "\": " + round + "}, \"last\": " + client + "}")
                .patch(path).statusCode()).max().orElseThrow());
        assertEquals(List.of(200), statuses.stream().distinct().toList());
        JsonNode meta = body(device.request().get(path));
        assertEquals(CLIENTS + 1, meta.size());
        for (int client = 0; client < CLIENTS; client++) {
            assertEquals(rounds, meta.get("k" + client).size());
        }
    }

    @Test
    void scalarsThatBecomeObjectsAtOnceLoseNothing() throws Exception {
        store("{" + IntStream.range(0, CLIENTS).mapToObj(i -> "\"k" + i + "\":" + i).collect(Collectors.joining(",")) + "}");
        List<Integer> statuses = Parallel.run(CLIENTS,
                client -> untilAvailable("{\"k" + client + "\": {\"a\": " + client + ", \"b\": {}}}"));
        assertEquals(List.of(200), statuses.stream().distinct().toList());
        JsonNode meta = body(device.request().get(path));
        assertEquals(CLIENTS, meta.size());
        for (int client = 0; client < CLIENTS; client++) {
            assertEquals(JSON.createObjectNode().put("a", client).set("b", JSON.createObjectNode()), meta.get("k" + client));
        }
    }

    @Test
    void oneScalarThatManyTurnIntoAnObjectHasAllTheirMembers() throws Exception {
        store("{\"k\": 1}");
        List<Integer> statuses = Parallel.run(CLIENTS, client -> untilAvailable("{\"k\": {\"c" + client + "\": {}}}"));
        assertEquals(List.of(200), statuses.stream().distinct().toList());
        assertEquals(CLIENTS, body(device.request().get(path)).get("k").size());
    }

    /** 503 says that nothing was changed, and to try again. */
    private int untilAvailable(String patch) {
        int status = Api.json(device.request(), patch).patch(path).statusCode();
        for (int i = 0; status == 503 && i < 10; i++) {
            status = Api.json(device.request(), patch).patch(path).statusCode();
        }
        return status;
    }

    @Test
    void theLimitIsExact() {
        Api.json(device.request(), ofSize(LIMIT)).put(path).then().statusCode(200);
        Api.json(device.request(), ofSize(LIMIT + 1)).put(path).then().statusCode(422)
                .body("violations[0].field", equalTo("device-meta"));
        Api.json(device.request(), "{\"b\":1}").patch(path).then().statusCode(422);
        Api.json(device.request(), ofSize(LIMIT)).patch(path).then().statusCode(200);
        Api.json(device.request(), ofSize(LIMIT + 1)).patch(path).then().statusCode(422);
        Api.json(device.request(), ofSize(LIMIT - 6)).patch(path).then().statusCode(200);
        Api.json(device.request(), "{\"b\":12}").patch(path).then().statusCode(422);
        Api.json(device.request(), "{\"b\":1}").patch(path).then().statusCode(200);
        Api.json(device.request(), "{\"c\":1}").patch(path).then().statusCode(422);
        Api.json(device.request(), "{\"a\":null}").patch(path).then().statusCode(200).body("", equalTo(Map.of("b", 1)));
    }

    private static String ofSize(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
    }

    @Test
    void growthByManyPatchesEndsAtTheLimit() {
        int added = 0;
        String value = "y".repeat(10_000);
        while (Api.json(device.request(), "{\"k" + (10 + added) + "\":\"" + value + "\"}").patch(path).statusCode() == 200) {
            added++;
        }
        assertEquals(LIMIT / 10_009, added);
        Api.json(device.request(), "{\"more\":\"" + value + "\"}").patch(path).then().statusCode(422);
        assertEquals(added, body(device.request().get(path)).size());
    }

    @Test
    void overwritingOneKeyForEverDoesNotFillIt() {
        for (int i = 0; i < 600; i++) {
            String value = "z".repeat(1_000) + i;
            assertEquals(200, Api.json(device.request(), "{\"log\":\"" + value + "\"}").patch(path).statusCode());
        }
        assertEquals(1, body(device.request().get(path)).size());
    }

    private void store(String meta) {
        Api.json(device.request(), meta).put(path).then().statusCode(200);
    }

    private static JsonNode body(Response response) {
        String body = response.then().statusCode(200).extract().asString();
        try {
            return JSON.setNodeFactory(JsonNodeFactory.instance).readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }
}
