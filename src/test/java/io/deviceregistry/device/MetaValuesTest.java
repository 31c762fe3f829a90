package io.deviceregistry.device;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.deviceregistry.meta.ReferenceMergePatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** A value that was written is the value that is read, whatever was there before, and whatever it is. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class MetaValuesTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final List<String> NUMBERS = List.of("0", "1", "1.0", "-1", "0.1", "1e-400", "1e400", "1e401",
            "89010303310033979663", "89010303310033979671", "9007199254740992", "9007199254740993", "9223372036854775807",
            "9223372036854775808", "18446744073709551615", "18446744073709551000", "3.141592653589793",
            "3.141592653589793238462643383279502", "-9223372036854775808", "-9223372036854775809");

    private static User owner() {
        return Api.shared("has devices");
    }

    private RequestSpecification json(String body) {
        return Api.json(owner().request(), body);
    }

    private static String userMeta() {
        return userMeta(Api.ownedBy(owner()));
    }

    private static String userMeta(RegisteredDevice device) {
        return "/devices/" + device.id() + "/user-meta";
    }

    private static ObjectNode read(Response response) {
        return parse(response.then().statusCode(200).extract().asString());
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Members in any order, numbers by value. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1,
                other);
    }

    @ParameterizedTest
    @CsvSource({"89010303310033979663,89010303310033979671", "9223372036854775807,9223372036854775808", "0,1e-400",
            "1e400,1e401", "18446744073709551615,18446744073709551000", "1,1.0",
            "3.141592653589793238462643383279502,3.141592653589793"})
    void aNumberIsWrittenOverOneThatIsEqualAsADouble(String before, String after) {
        String path = userMeta();
        String expected = "{\"n\":" + after + "}";
        for (String method : List.of("PUT", "PATCH")) {
            String tag = json("{\"n\":" + before + ",\"b\":1}").put(path).header("ETag");
            Response changed = json("{\"n\":" + after + ",\"b\":null}").request(method, path);
            assertNotEquals(tag, changed.header("ETag"));
            if (method.equals("PATCH")) {
                assertReads(expected, path);
                assertEquals(changed.header("ETag"), json("{\"n\":" + after + "}").patch(path).header("ETag"),
                        "nothing changes");
            } else {
                assertReads("{\"n\":" + after + ",\"b\":null}", path);
            }
            json("{\"n\":" + before + "}").put(path);
            json("{\"n\":" + after + "}").request(method, path);
            assertReads(expected, path);
        }
    }

    private static void assertReads(String expected, String path) {
        String read = owner().request().get(path).asString();
        assertTrue(isSame(parse(expected), parse(read)), () -> expected + " was written, " + read + " is read");
    }

    @Test
    void anyWritesAndPatchesGiveWhatTheModelSays() {
        String path = userMeta();
        Random random = new Random(7396);
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        String tag = json("{}").put(path).header("ETag");
        for (int i = 0; i < 150; i++) {
            boolean patch = random.nextInt(4) > 0;
            ObjectNode body = object(random, 3);
            ObjectNode next = patch ? ReferenceMergePatch.apply(model, body) : body;
            Response answer = json(body.toString()).request(patch ? "PATCH" : "PUT", path);
            String what = model + " after " + (patch ? "PATCH " : "PUT ") + body;
            assertTrue(isSame(next, read(answer)), what);
            assertTrue(isSame(next, read(owner().request().get(path))), what);
            if (!isSame(model, next)) {
                assertNotEquals(tag, answer.header("ETag"), what);
            }
            tag = answer.header("ETag");
            model = next;
        }
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i <= random.nextInt(3); i++) {
            object.set(List.of("a", "b", "1", "$c.d").get(random.nextInt(4)), value(random, depth - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 4 -> object(random, depth);
            case 5 -> JsonNodeFactory.instance.arrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
            default -> parse("{\"n\":" + NUMBERS.get(random.nextInt(NUMBERS.size())) + "}").get("n");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "1e-2147483648", "0e99999999999", "-1E+2147483648", "1e99999999999999999999",
            "1e6145",
            "1e-6177", "123456789012345678901234567890123456.5", "100e2147483647", "12345678901234567890123456789012345"})
    void aNumberThatCannotBeKeptIsRefusedByItsName(String number) {
        String path = userMeta();
        json("{\"ok\":1,\"a\":{\"b\":[1," + number + "]}}").put(path).then().statusCode(400)
                .body("violations[0].field", containsString("a.b[1]"));
        json("{\"a\":" + number + "}").patch(path).then().statusCode(400).body("violations[0].field", containsString("a"));
        Api.json(Api.anonymous(), "{\"device-meta\":{\"a\":" + number + "}}").post("/devices/").then().statusCode(400)
                .body("violations[0].field", equalTo("device-meta.a"));
        json("{\"default-user-meta\":{\"a\":" + number + "}}").post("/devices/tokens").then().statusCode(400)
                .body("violations[0].field", equalTo("default-user-meta.a"));
        owner().request().get(path).then().body("size()", equalTo(0));
    }

    @Test
    void whatTheLimitCountsIsWhatIsAnswered() {
        String path = userMeta();
        String emoji = "\ud83d\ude00";
        String meta = "{\"" + emoji + "\":\"" + emoji.repeat(65_530) + "\"}";
        assertEquals(262_131, meta.getBytes(StandardCharsets.UTF_8).length);
        json(meta).put(path).then().statusCode(200);
        assertEquals(meta, new String(Api.uncompressed(owner().request()).get(path).asByteArray(), StandardCharsets.UTF_8));
        json(meta.replace(":\"", ":\"01234567890123456789")).put(path).then().statusCode(422);
    }

    @Test
    void aPatchWhosePathsAreLongerThanItselfIsDone() {
        String path = userMeta();
        String inner = IntStream.range(0, 2_000).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        String deep = ("{\"" + "x".repeat(256) + "\":").repeat(28) + inner + "}".repeat(28);
        json(deep).patch(path).then().statusCode(200);
        assertTrue(isSame(parse(deep), read(owner().request().get(path))));
    }

    @Test
    void namesOfOneHashAreAnyNames() {
        String path = userMeta();
        String names = IntStream.range(0, 2_000).mapToObj(i -> "\"" + Integer.toBinaryString(4_096 + i).replace("0", "Aa")
                .replace("1", "BB") + "\":1").collect(Collectors.joining(",", "{", "}"));
        json(names).put(path).then().statusCode(200).body("size()", equalTo(2_000));
    }
}
