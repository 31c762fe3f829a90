package io.deviceregistry.device;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestStorage.class)
class VersionsTest {

    private User owner;
    private RegisteredDevice device;
    private String path;
    private List<String> all;

    @BeforeEach
    void makeDevice() {
        owner = Api.user();
        device = Api.ownedBy(owner);
        path = "/devices/" + device.id();
        all = List.of(path, path + "/user-meta", path + "/device-meta");
    }

    @Test
    void whatTheCallerHasAlreadyIsNotSentAgain() {
        for (String each : all) {
            String tag = tag(owner, each);
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                plain(owner).header("If-None-Match", known).get(each).then().statusCode(304).body(equalTo(""))
                        .header("ETag", tag).header("Cache-Control", "private, no-cache")
                        .header("Vary", containsString("Accept-Encoding"));
            }
            plain(owner).header("If-None-Match", "\"other\"").get(each).then().statusCode(200).header("ETag", tag);
        }
    }

    @Test
    void aChangeChangesTheTagOfWhatItChanged() {
        List<String> before = all.stream().map(each -> tag(owner, each)).toList();
        Api.json(device.request(), "{\"a\": 1}").patch(path + "/device-meta").then().statusCode(200);
        List<String> reported = all.stream().map(each -> tag(owner, each)).toList();
        assertNotEquals(before.get(0), reported.get(0));
        assertEquals(before.get(1), reported.get(1));
        assertNotEquals(before.get(2), reported.get(2));
        Api.json(owner.request(), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(200);
        List<String> edited = all.stream().map(each -> tag(owner, each)).toList();
        assertNotEquals(reported.get(0), edited.get(0));
        assertNotEquals(reported.get(1), edited.get(1));
        assertEquals(reported.get(2), edited.get(2));
    }

    @Test
    void aTagBelongsToWhatIsShown() {
        owner.request().put(path + "/public").then().statusCode(200);
        String tag = tag(owner, path);
        assertNotEquals(tag, tag(owner, path + "?fields=id"));
        assertNotEquals(tag(owner, path + "?fields=nick"), tag(owner, path + "?fields=id"));
        assertNotEquals(tag, tag(Api.user(), path));
        owner.request().delete(path).then().statusCode(200);
        assertNotEquals(tag, tag(owner, path));
    }

    @Test
    void eachContentCodingHasItsOwnTag() {
        Api.json(owner.request(), Map.of("text", "x".repeat(5_000))).put(path + "/user-meta").then().statusCode(200);
        for (String each : List.of(path, path + "/user-meta")) {
            String identity = tag(owner, each);
            for (String coding : List.of("gzip", "deflate")) {
                var answer = plain(owner).header("Accept-Encoding", coding).get(each).then().statusCode(200)
                        .header("Content-Encoding", coding).header("Vary", containsString("Accept-Encoding")).extract();
                String tag = answer.header("ETag");
                assertNotEquals(identity, tag);
                plain(owner).header("Accept-Encoding", coding).header("If-None-Match", tag).get(each).then().statusCode(304)
                        .header("ETag", tag);
                plain(owner).header("If-None-Match", tag).get(each).then().statusCode(200);
            }
        }
    }

    @Test
    void aTagOfAnyCodingLetsItsHolderWrite() {
        String tag = plain(owner).header("Accept-Encoding", "gzip").get(path).header("ETag");
        change(owner, "PATCH", path, "{\"public\": true}", tag, 200);
    }

    @Test
    void aFreshTagLetsAWriteHappenAndAStaleOneDoesNot() {
        for (String[] write : List.of(new String[]{"PUT", path, "{\"public\": true}"},
                new String[]{"PATCH", path, "{\"labels\": {\"a\": \"b\"}}"}, new String[]{"PATCH", path, "{\"public\": true}"},
                new String[]{"PUT", path + "/user-meta", "{\"a\": 1}"},
                new String[]{"PATCH", path + "/user-meta", "{\"b\": 1}"},
                new String[]{"PATCH", path + "/user-meta", "{\"b\": {\"c\": {}}}"}, new String[]{"PUT", path + "/public", ""},
                new String[]{"DELETE", path + "/public", ""}, new String[]{"DELETE", path, ""})) {
            String readFrom = write[1].endsWith("/public") ? path : write[1];
            String stale = tag(owner, readFrom);
            Api.json(owner.request(), "{\"count\": 1}").patch(path + "/user-meta").then().statusCode(200);
            String before = owner.request().get(path).asString();
            change(owner, write[0], write[1], write[2], stale, 412);
            assertEquals(before, owner.request().get(path).asString());
            String fresh = tag(owner, readFrom);
            String after = change(owner, write[0], write[1], write[2], stale + ", " + fresh, 200);
            if (!write[0].equals("DELETE")) {
                assertNotEquals(fresh, after);
                change(owner, write[0], write[1], write[2], after, 200);
                change(owner, write[0], write[1], write[2], fresh, 412);
            }
        }
    }

    @Test
    void theTagOfADeviceCountsForItsMetasAndTheOtherWayRound() {
        String whole = tag(owner, path);
        String after = change(owner, "PATCH", path + "/user-meta", "{\"a\": 1}", whole, 200);
        change(owner, "PATCH", path + "/user-meta", "{\"a\": 2}", whole, 412);
        change(owner, "PATCH", path, "{\"public\": true}", after, 200);
    }

    @Test
    void whatTheDeviceReportsMakesNoEditOfTheOwnerStale() {
        String tag = tag(owner, path);
        for (int i = 0; i < 3; i++) {
            Api.json(device.request(), "{\"count\": " + i + "}").patch(path + "/device-meta").then().statusCode(200);
        }
        assertNotEquals(tag, tag(owner, path));
        change(owner, "PUT", path, "{\"labels\": {\"a\": \"b\"}}", tag, 200);
        String reported = tag(device.token(), path + "/device-meta");
        Api.json(owner.request(), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(200);
        Api.json(device.request(), "{\"b\": 1}").header("If-Match", reported).put(path + "/device-meta").then().statusCode(200);
        Api.json(device.request(), "{\"b\": 1}").header("If-Match", reported).put(path + "/device-meta").then().statusCode(412);
    }

    @Test
    void aWeakTagAndOneOfAnotherPartNeverMatch() {
        for (String each : List.of(path, path + "/user-meta")) {
            String tag = tag(owner, each);
            for (String other : List.of("W/" + tag, "\"\"", "\"x\"", "x", tag(owner, path + "/device-meta"))) {
                change(owner, "PATCH", each, "{}", other, 412);
            }
            change(owner, "PATCH", each, "{}", "*", 200);
        }
        Api.json(owner.request(), "{}").header("If-Match", "*").patch("/devices/0123456789abcdef01234567").then()
                .statusCode(404);
    }

    @Test
    void ofManyWritesWithOneTagOneHappens() throws Exception {
        String tag = tag(owner, path);
        List<Integer> statuses = Parallel.run(8, i -> Api.json(owner.request(), "{\"k" + i + "\": {}}").header("If-Match", tag)
                .patch(path + "/user-meta").statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(7, statuses.stream().filter(status -> status == 412).count(), statuses.toString());
    }

    @Test
    void theRevisionCountsEveryChange() {
        int revision = revision();
        Api.json(owner.request(), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(200);
        assertEquals(revision + 1, revision());
        Api.json(device.request(), "{\"a\": 1}").put(path + "/device-meta").then().statusCode(200);
        assertEquals(revision + 2, revision());
        Api.json(owner.request(), "{\"public\": true, \"labels\": {\"a\": \"b\"}, \"user-meta\": {}}").put(path).then()
                .statusCode(200).body("revision", equalTo(revision + 3));
        Api.json(owner.request(), "{\"a\": {}}").patch(path + "/user-meta").then().statusCode(200);
        Api.json(owner.request(), "{\"nick\": \"" + Api.unique("n") + "\"}").patch(path).then().statusCode(200)
                .body("revision", equalTo(revision + 5));
        Api.json(owner.request(), "{\"nick\": \"a b\"}").patch(path).then().statusCode(400);
        owner.request().get(path).then().statusCode(200);
        assertEquals(revision + 5, revision());
    }

    @Test
    void answersArePrivateAndThoseWithASecretAreNotKept() {
        for (String each : List.of(path, path + "/user-meta", "/devices/", "/auth/auth_status", "/auth/")) {
            plain(owner).get(each).then().header("Cache-Control", "private, no-cache")
                    .header("Vary", containsString("Accept-Encoding")).header("Vary", containsString("Authorization"));
        }
        plain(owner).get("/devices/none").then().statusCode(404).header("Cache-Control", "no-store");
        Api.anonymous().post("/devices/").then().statusCode(200).header("Cache-Control", "no-store");
        Api.json(owner.request(), "{}").post("/devices/").then().statusCode(200).header("Cache-Control", "no-store");
        Api.json(owner.request(), "{}").post("/devices/tokens").then().statusCode(200).header("Cache-Control", "no-store");
        Api.login(device.prn(), device.secret()).then().statusCode(200).header("Cache-Control", "no-store");
        owner.request().get("/auth/login").then().statusCode(200).header("Cache-Control", "no-store");
    }

    @Test
    void tagsAreStrongAndListingsHaveNone() {
        for (String each : all) {
            plain(owner).get(each).then().header("ETag", startsWith("\"")).header("ETag", not(startsWith("W/")));
        }
        plain(owner).get("/devices/").then().header("ETag", nullValue());
    }

    private int revision() {
        return owner.request().get(path).then().statusCode(200).extract().path("revision");
    }

    private static String change(User user, String method, String path, String body, String ifMatch, int status) {
        return plain(user).header("If-Match", ifMatch).contentType(ContentType.JSON).body(body).request(method, path).then()
                .statusCode(status).extract().header("ETag");
    }

    private static String tag(User user, String path) {
        return tag(user.token(), path);
    }

    private static String tag(String token, String path) {
        return plain(token).get(path).then().statusCode(200).extract().header("ETag");
    }

    private static RequestSpecification plain(User user) {
        return plain(user.token());
    }

    /** Without the Accept-Encoding that the client sends by itself. */
    private static RequestSpecification plain(String token) {
        return Api.as(token).config(RestAssured.config().decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()));
    }
}
