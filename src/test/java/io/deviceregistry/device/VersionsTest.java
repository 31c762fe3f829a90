package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
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
class VersionsTest {

    @Test
    void tagsTellWhatTheCallerHasAlready() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (String path : List.of("/devices/" + device.id(), "/devices/" + device.id() + "/user-meta",
                "/devices/" + device.id() + "/device-meta", "/devices/" + device.id() + "?fields=id,nick")) {
            String tag = owner.request().get(path).then().statusCode(200).header("Cache-Control", "private, no-cache")
                    .header("Vary", containsString("Accept-Encoding")).extract().header("ETag");
            owner.request().header("If-None-Match", tag).get(path).then().statusCode(304).header("ETag", tag);
            owner.request().header("If-None-Match", "\"other\", W/" + tag).get(path).then().statusCode(304);
            owner.request().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
        }
    }

    @Test
    void aTagIsAnotherForAnotherCallerAndForOtherMembersAndForAnotherCoding() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        String plain = Api.uncompressed(owner.request()).get(path).header("ETag");
        Response gzipped = owner.request().header("Accept-Encoding", "gzip").get(path);
        assertThat(gzipped.header("ETag"), not(equalTo(plain)));
        assertThat(Api.uncompressed(device.request()).get(path).header("ETag"), not(equalTo(plain)));
        assertThat(Api.uncompressed(owner.request()).get(path + "?fields=id").header("ETag"),
                not(equalTo(plain)));
        owner.request().header("Accept-Encoding", "gzip").header("If-None-Match", gzipped.header("ETag")).get(path).then()
                .statusCode(304);
        Api.json(owner.request().header("If-Match", gzipped.header("ETag")), "{\"public\": true}").patch(path).then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "gzip;q=0, deflate", "gzip;q=0.5, deflate", "*", "*;q=0", "identity", "br",
            "gzip;q=0", "deflate;q=0, *"})
    void aTagNamesTheCodingOfTheAnswerAndNoOther(String accepted) {
        User owner = Api.shared("has devices");
        Response answer = Api.uncompressed(owner.request()).header("Accept-Encoding", accepted)
                .get("/devices/" + Api.ownedBy(owner).id());
        String coding = answer.then().statusCode(200).extract().header("Content-Encoding");
        String tag = answer.header("ETag");
        String named = tag.replaceAll("^\"[^-]*-?|\"$", "");
        assertEquals(coding == null || coding.equals("identity") ? "" : coding, named, tag);
    }

    @Test
    void aStaleWriteIsRefusedAndChangesNothing() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        String old = owner.request().get(path).header("ETag");
        Api.json(owner.request().header("If-Match", old), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(200);
        Api.json(owner.request().header("If-Match", old), "{\"a\": 2}").patch(path + "/user-meta").then().statusCode(412);
        Api.json(owner.request().header("If-Match", old), "{\"a\": 2}").put(path + "/user-meta").then().statusCode(412);
        Api.json(owner.request().header("If-Match", old), "{\"public\": true}").patch(path).then().statusCode(412);
        Api.json(owner.request().header("If-Match", old), "{\"labels\": {\"a\": \"b\"}}").patch(path).then().statusCode(412);
        Api.json(owner.request().header("If-Match", old), "{\"nick\": \"other\"}").put(path).then().statusCode(412);
        owner.request().header("If-Match", old).put(path + "/public").then().statusCode(412);
        owner.request().header("If-Match", old).delete(path).then().statusCode(412);
        owner.request().get(path).then().body("user-meta.a", equalTo(1)).body("public", equalTo(false))
                .body("nick", equalTo(device.nick())).body("garbage", equalTo(false)).body("revision", equalTo(2));
        Api.json(owner.request().header("If-Match", "*"), "{\"a\": 3}").patch(path + "/user-meta").then().statusCode(200);
        Api.json(owner.request().header("If-Match", "W/\"u3\""), "{\"a\": 4}").patch(path + "/user-meta").then()
                .statusCode(412);
        Api.json(owner.request().header("If-Match", "\"u3\""), "{\"a\": 4}").patch(path + "/user-meta").then()
                .statusCode(200);
    }

    @Test
    void aChattyDeviceNeverMakesItsOwnersEditsStale() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        String tag = owner.request().get(path).header("ETag");
        Api.json(device.request(), "{\"uptime\": 1}").patch(path + "/device-meta").then().statusCode(200);
        Api.json(owner.request().header("If-Match", tag), "{\"room\": \"cellar\"}").patch(path + "/user-meta").then()
                .statusCode(200);
        assertThat(owner.request().get(path).header("ETag"), not(equalTo(tag)));
        owner.request().get(path).then().body("revision", equalTo(3));
    }

    @Test
    void onlyOneOfManyWithTheSameTagWins() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String tag = owner.request().get("/devices/" + device.id() + "/user-meta").header("ETag");
        List<Integer> statuses = Parallel.run(8, i -> Api.json(owner.request().header("If-Match", tag), Map.of("w", i))
                .patch("/devices/" + device.id() + "/user-meta").statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(7, statuses.stream().filter(status -> status == 412).count());
    }

    @Test
    void whatChangesNothingCountsNoRevision() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        Api.json(owner.request(), "{\"labels\": {\"a\": \"b\"}, \"public\": true}").patch(path).then().statusCode(200);
        String meta = "{\"a\": 1, \"b\": {\"c\": [1, {\"d\": \"x\"}], \"e\": true}}";
        Api.json(owner.request(), meta).put(path + "/user-meta").then().statusCode(200);
        String before = owner.request().get(path).asString();
        String tag = owner.request().get(path).header("ETag");
        for (String patch : List.of("{}", "{\"a\": 1}", "{\"b\": {\"c\": [1, {\"d\": \"x\"}]}}", "{\"z\": null}",
                "{\"b\": {}}", "{\"b\": {\"e\": true, \"f\": null}}")) {
            for (String name : List.of(device.id(), device.nick())) {
                Api.json(owner.request(), patch).patch("/devices/" + name + "/user-meta").then().statusCode(200)
                        .body("a", equalTo(1));
            }
        }
        Api.json(owner.request(), meta).put(path + "/user-meta").then().statusCode(200);
        Api.json(owner.request(), "{\"nick\": \"" + device.nick() + "\", \"public\": true, \"labels\": {\"a\": \"b\"}}")
                .patch(path).then().statusCode(200);
        Api.json(owner.request(), "{\"labels\": {\"z\": null}}").patch(path).then().statusCode(200);
        Api.json(owner.request(), before).header("If-Match", tag).put(path).then().statusCode(200).header("ETag", tag);
        owner.request().put(path + "/public").then().statusCode(200);
        owner.request().get(path).then().header("ETag", tag);
        assertEquals(before, owner.request().get(path).asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1.0}", "{\"a\": [1]}", "{\"b\": 1}", "{\"c\": 2}", "{\"b\": null}", "{\"c\": {\"a\": 1}}"})
    void whatChangesAnythingCounts(String patch) {
        User owner = Api.shared("has devices");
        String path = "/devices/" + Api.ownedBy(owner).id() + "/user-meta";
        Api.json(Api.uncompressed(owner.request()), "{\"a\": 1, \"b\": [1], \"c\": [{\"a\": 1}, 2]}").put(path).then()
                .header("ETag", "\"u2\"");
        Api.json(Api.uncompressed(owner.request()), patch).patch(path).then().statusCode(200).header("ETag", "\"u3\"");
    }

    @Test
    void anUnchangingEditOfAnOldRevisionIsStillRefused() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        String old = owner.request().get(path).header("ETag");
        Api.json(owner.request(), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(200);
        Api.json(owner.request(), "{\"a\": 1}").header("If-Match", old).patch(path + "/user-meta").then().statusCode(412);
        Api.json(owner.request(), "{\"public\": false}").header("If-Match", old).patch(path).then().statusCode(412);
        owner.request().delete(path).then().statusCode(200);
        owner.request().delete(path + "/public").then().statusCode(404);
    }
}
