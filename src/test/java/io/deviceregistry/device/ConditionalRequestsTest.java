package io.deviceregistry.device;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** RFC 9110, section 13. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class ConditionalRequestsTest {

    private static final Map<String, Function<RequestSpecification, Response>> WRITES = Map.of(
            "patch", request -> Api.json(request, "{\"a\": 2}").patch("/devices/{id}/user-meta"),
            "put", request -> Api.json(request, "{\"a\": 2}").put("/devices/{id}/user-meta"),
            "patch device", request -> Api.json(request, "{\"labels\": {\"a\": \"b\"}}").patch("/devices/{id}"),
            "put device", request -> Api.json(request, "{\"public\": true}").put("/devices/{id}"),
            "publish", request -> request.put("/devices/{id}/public"),
            "unpublish", request -> request.delete("/devices/{id}/public"),
            "delete", request -> request.delete("/devices/{id}"));

    private User owner;
    private RegisteredDevice device;

    /** A device whose user-meta is at revision 2. */
    @BeforeEach
    void device() {
        owner = Api.shared("has devices");
        device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"a\": 1}").put(path() + "/user-meta").then().statusCode(200);
    }

    @Test
    void aListMayStandOnSeveralLines() {
        request("If-Match", "\"u1\"", "\"u2\"").patch(path() + "/user-meta").then().statusCode(200);
        request("If-Match", "\"u1\", \"u3\"").patch(path() + "/user-meta").then().statusCode(200);
        request("If-Match", "\"u1\"", "\"u2\"").patch(path() + "/user-meta").then().statusCode(412);
        request("If-None-Match", "\"u1\"", "\"u4\"").patch(path() + "/user-meta").then().statusCode(412);
        Api.uncompressed(owner.request()).header("If-None-Match", "\"u1\"").header("If-None-Match", "\"u4\"")
                .get(path() + "/user-meta").then()
                .statusCode(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "put", "patch device", "put device", "publish", "unpublish", "delete"})
    void ifNoneMatchHoldsForWrites(String write) {
        for (String value : List.of("*", "\"u2\"", "W/\"u2\"", "\"x\", \"u2-gzip\"", tag())) {
            write(write, "If-None-Match", value).then().statusCode(412).body("type", equalTo("/problems/precondition-failed"));
        }
        owner.request().get(path()).then().body("user-meta.a", equalTo(1)).body("revision", equalTo(2));
        write(write, "If-None-Match", "\"u1\", \"x\"").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "put", "patch device", "put device", "publish", "unpublish", "delete"})
    void ifMatchHoldsForWrites(String write) {
        for (String value : List.of("\"u1\"", "W/\"u2\"", "\"u22\"", "\"u02\"", "\"d2\"", "\"u2x\"",
                "\"u99999999999999999999\"",
                "\"\"")) {
            write(write, "If-Match", value).then().statusCode(412);
        }
        owner.request().header("If-Match", "\"u2\"").header("If-None-Match", "*").delete(path()).then().statusCode(412);
        write(write, "If-Match", tag()).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"If-Match, ''", "If-None-Match, ''", "If-Match, u2", "If-None-Match, u2", "If-Match, ','"})
    void aFieldThatIsNoListIsRefused(String name, String value) {
        for (String write : WRITES.keySet()) {
            write(write, name, value).then().statusCode(400).body("detail", containsString(name));
        }
        owner.request().header(name, value).get(path()).then().statusCode(400).body("detail", containsString(name));
        owner.request().header(name, value).get(path() + "/user-meta").then().statusCode(400);
    }

    @Test
    void readsHaveConditionsToo() {
        for (String path : List.of(path(), path() + "/user-meta", path() + "/device-meta", "/devices/np/" + owner.nick() + "/"
                + device.nick())) {
            String tag = owner.request().get(path).header("ETag");
            owner.request().header("If-Match", tag).get(path).then().statusCode(200);
            owner.request().header("If-Match", "*").get(path).then().statusCode(200);
            owner.request().header("If-Match", "W/" + tag).get(path).then().statusCode(412);
            owner.request().header("If-Match", "\"other\"").header("If-None-Match", tag).get(path).then().statusCode(412);
            owner.request().header("If-Match", tag).header("If-None-Match", tag).get(path).then().statusCode(304);
            owner.request().header("If-None-Match", "*").get(path).then().statusCode(304);
            owner.request().header("If-None-Match", "W/" + tag).get(path).then().statusCode(304);
        }
    }

    @Test
    void aConditionTellsNothingOfADeviceThatTheCallerDoesNotSee() {
        User stranger = Api.user();
        stranger.request().header("If-None-Match", "*").get(path()).then().statusCode(404);
        Api.json(stranger.request(), "{}").header("If-None-Match", "*").patch(path() + "/user-meta").then().statusCode(404);
    }

    @Test
    void aStaleWriteIsToldWhatHasChanged() {
        write("patch device", "If-Match", "\"u1\"").then().statusCode(412)
                .body("detail", containsString("labels"), "detail", containsString("revision 2"));
        Api.json(device.request(), "{\"a\": 2}").header("If-Match", "\"d9\"").patch(path() + "/device-meta").then()
                .statusCode(412).body("detail", containsString("device-meta"), "detail", not(containsString("labels")));
    }

    @Test
    void aClaimTakesNoConditionBecauseItsAnswerWouldTell() {
        RegisteredDevice unowned = Api.selfRegistered();
        for (String name : List.of("If-Match", "If-None-Match")) {
            owner.request().header(name, "*").queryParam("challenge", unowned.challenge()).put("/devices/" + unowned.id())
                    .then().statusCode(400);
        }
        owner.request().queryParam("challenge", unowned.challenge()).put("/devices/" + unowned.id()).then().statusCode(200);
    }

    private String tag() {
        return owner.request().get(path()).header("ETag");
    }

    private Response write(String write, String name, String value) {
        return WRITES.get(write).apply(owner.request().pathParam("id", device.id()).header(name, value));
    }

    /** Each value on a line of its own. */
    private RequestSpecification request(String name, String... values) {
        RequestSpecification request = Api.json(owner.request(), Map.of("a", System.nanoTime()));
        for (String value : values) {
            request.header(name, value);
        }
        return request;
    }

    private String path() {
        return "/devices/" + device.id();
    }
}
