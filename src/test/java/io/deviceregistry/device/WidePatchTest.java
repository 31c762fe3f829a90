package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.TestStorage;
import io.deviceregistry.persistence.UpdateRecorder;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Databases compare the paths of an update with each other: no request may make it have many. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class WidePatchTest {

    private static final int MOST_PATHS = 110;

    private static String members(int count, String value) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":" + value).collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 100, 101, 15_000})
    void aPatchOfManyMembersIsAnUpdateOfFewPaths(int count) {
        RegisteredDevice device = Api.ownedBy(Api.shared("has devices"));
        String path = "/devices/" + device.id() + "/device-meta";
        Api.json(device.request(), "{\"kept\":1}").put(path).then().statusCode(200);
        String tag = Api.json(device.request(), members(count, "1")).patch(path).then().statusCode(200)
                .body("size()", equalTo(count + 1)).extract().header("ETag");
        Api.json(device.request(), members(count, "1")).patch(path).then().statusCode(200).header("ETag", tag);
        Api.json(device.request(), members(count, "null")).patch(path).then().statusCode(200).body("size()", equalTo(1));
        assertTrue(UpdateRecorder.widest() >= 50, "nothing was recorded");
        assertTrue(UpdateRecorder.widest() <= MOST_PATHS, () -> "an update had " + UpdateRecorder.widest() + " paths");
    }

    @Test
    void aPatchOfManyLabelsIsRefusedWithoutAnUpdate() {
        RegisteredDevice device = Api.ownedBy(Api.shared("has devices"));
        Api.json(Api.shared("has devices").request(), "{\"labels\":" + members(20_000, "\"v\"") + "}")
                .patch("/devices/" + device.id()).then().statusCode(422);
        assertTrue(UpdateRecorder.widest() <= MOST_PATHS, () -> "an update had " + UpdateRecorder.widest() + " paths");
    }
}
