package io.deviceregistry.device;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Map;

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

/** No change is dropped without a word, and a device can be named by its nick wherever it can by its id. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class PutDeviceTest {

    private static final String MISSING = "/devices/0123456789abcdef01234567";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"id|\"0123456789abcdef01234567\"", "prn|\"prn:::devices:/0123456789abcdef01234567\"",
            "owner|\"\"", "owner-nick|\"other\"", "owner-nick|\"\"", "challenge|\"x\"", "garbage|true",
            "time-created|\"2020-01-01T00:00:00Z\"", "secret|\"\""})
    void aMemberThatNobodyMayChangeIsRefusedByName(String member, String value) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        String body = "{\"" + member + "\": " + value + ", \"public\": true}";
        Api.json(owner.request(), body).put("/devices/" + device.id()).then().statusCode(403)
                .body("detail", startsWith(member));
        owner.request().get("/devices/" + device.id()).then().body("public", equalTo(false), "revision", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"id|1", "prn|{}", "owner|[]", "owner-nick|true", "challenge|1", "garbage|\"no\"",
            "garbage|0", "time-created|1", "time-created|\"yesterday\"", "secret|1", "nick|1", "public|\"yes\"", "labels|[]",
            "labels|{\"a\": 1}", "user-meta|[]", "device-meta|\"\"", "revision|\"1\"", "revision|-1", "revision|1.5",
            "time-modified|\"x\"", "time-modified|1", "last-seen|\"\"", "last-seen|{}"})
    void aWrongTypeIsRefused(String member, String value) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"" + member + "\": " + value + "}").put("/devices/" + device.id()).then().statusCode(400)
                .body("detail", containsString(member));
    }

    @Test
    void whatChangesByItselfIsIgnored() {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"revision\": 99, \"time-modified\": \"2020-01-01T00:00:00+02:00\", \"last-seen\":"
                + " \"2020-01-01T00:00:00.123456Z\", \"device-meta\": {\"a\": 1}, \"challenge\": \"\", \"garbage\": false}")
                .put("/devices/" + device.id()).then().statusCode(200).body("revision", equalTo(1), "device-meta",
                        equalTo(Map.of()));
        Api.json(device.request(), "{\"revision\": 99, \"user-meta\": {\"a\": 1}}").put("/devices/" + device.id()).then()
                .statusCode(200).body("revision", equalTo(1), "user-meta", equalTo(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nick|\"another\"", "public|true", "labels|{\"a\": \"b\"}"})
    void aDeviceIsToldThatItMayNotChangeWhatIsItsOwners(String member, String value) {
        RegisteredDevice device = Api.ownedBy(Api.shared("has devices"));
        Api.json(device.request(), "{\"" + member + "\": " + value + ", \"device-meta\": {\"a\": 1}}")
                .put("/devices/" + device.id()).then().statusCode(403).body("detail", startsWith(member));
        device.request().get("/devices/" + device.id() + "/device-meta").then().body("a", equalTo(null));
    }

    @Test
    void theUnownedDeviceMayRepeatItsChallengeAndNotChangeIt() {
        RegisteredDevice device = Api.selfRegistered();
        Map<String, Object> body = device.request().get("/devices/" + device.id()).path("");
        Api.json(device.request(), body).put("/devices/" + device.id()).then().statusCode(200);
        Api.json(device.request(), Map.of("challenge", "a-b-c-d")).put("/devices/" + device.id()).then().statusCode(403);
    }

    @Test
    void anEmptyNickMeansNotGiven() {
        User owner = Api.shared("has devices");
        String made = Api.json(owner.request(), "{\"nick\": \"\"}").post("/devices/").then().statusCode(200)
                .body("nick", not(equalTo(""))).extract().path("id");
        String nick = owner.request().get("/devices/" + made).path("nick");
        Api.json(owner.request(), "{\"nick\": \"\", \"public\": true}").put("/devices/" + made).then().statusCode(200)
                .body("nick", equalTo(nick), "public", equalTo(true));
        Api.json(owner.request(), "{\"nick\": \"\", \"public\": false}").patch("/devices/" + made).then().statusCode(200)
                .body("nick", equalTo(nick), "public", equalTo(false));
        Api.json(Api.anonymous(), "{\"nick\": \"\"}").post("/devices/").then().statusCode(200)
                .body("nick", startsWith("__unregistered__"));
        Api.json(owner.request(), "{\"nick\": \"\"}").post("/devices/tokens").then().statusCode(200)
                .body("nick", not(equalTo("")));
        Api.json(owner.request(), "{\"nick\": \" \"}").put("/devices/" + made).then().statusCode(400);
    }

    @Test
    void theOwnerMayNameADeviceByItsNickEverywhere() {
        User owner = Api.shared("has devices");
        String fingerprint = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        for (boolean byNick : new boolean[]{true, false}) {
            RegisteredDevice device = Api.ownedBy(owner);
            String path = "/devices/" + (byNick ? device.nick() : device.id());
            owner.request().get(path).then().statusCode(200).body("id", equalTo(device.id()));
            Api.json(owner.request(), "{\"labels\": {\"a\": \"b\"}}").put(path).then().statusCode(200);
            Api.json(owner.request(), "{\"labels\": {\"c\": \"d\"}}").patch(path).then().statusCode(200)
                    .body("labels", equalTo(Map.of("a", "b", "c", "d")));
            owner.request().put(path + "/public").then().statusCode(200).body("public", equalTo(true));
            owner.request().delete(path + "/public").then().statusCode(200).body("public", equalTo(false));
            owner.request().put(path + "/certificates/" + fingerprint).then().statusCode(200);
            owner.request().get(path + "/certificates").then().statusCode(200).body("sha256", equalTo(List.of(fingerprint)));
            owner.request().delete(path + "/certificates/" + fingerprint).then().statusCode(200);
            owner.request().delete(path).then().statusCode(200).body("garbage", equalTo(true), "id", equalTo(device.id()));
        }
    }

    @Test
    void soMayTheDeviceItselfAlsoWithoutAnOwner() {
        for (RegisteredDevice device : List.of(Api.selfRegistered(), Api.ownedBy(Api.shared("has devices")))) {
            String path = "/devices/" + device.nick();
            device.request().get(path).then().statusCode(200).body("id", equalTo(device.id()));
            Api.json(device.request(), "{\"device-meta\": {\"a\": 1}}").put(path).then().statusCode(200);
            Api.json(device.request(), "{\"b\": 2}").patch(path + "/device-meta").then().statusCode(200)
                    .body("", equalTo(Map.of("a", 1, "b", 2)));
        }
    }

    @Test
    void nobodyNamesADeviceOfAnotherByItsNick() {
        RegisteredDevice device = Api.ownedBy(Api.shared("has devices"));
        User stranger = Api.user();
        for (String path : List.of("/devices/" + device.nick(), "/devices/" + device.nick() + "/public",
                "/devices/" + device.nick() + "/certificates/" + "a".repeat(64))) {
            stranger.request().delete(path).then().statusCode(404);
        }
        Api.json(stranger.request(), "{\"public\": true}").patch("/devices/" + device.nick()).then().statusCode(404);
        Api.json(stranger.request(), "{\"public\": true}").put("/devices/no nick").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/user-meta", "/device-meta", "/certificates"})
    void aDeviceInTheGarbageIsNotThere(String below) {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        owner.request().put("/devices/" + device.id() + "/public").then().statusCode(200);
        owner.request().delete("/devices/" + device.id()).then().statusCode(200).body("garbage", equalTo(true));
        User stranger = Api.user();
        String missing = owner.request().get(MISSING + below).then().statusCode(404).extract().path("detail");
        for (User who : List.of(owner, stranger)) {
            who.request().get("/devices/" + device.id() + below).then().statusCode(404).body("detail", equalTo(missing));
        }
        Api.admin().get("/devices/" + device.id() + (below.equals("/certificates") ? "" : below)).then().statusCode(404);
    }

    @Test
    void nothingOfADeviceInTheGarbageCanBeChanged() {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        owner.request().delete(path).then().statusCode(200);
        Api.json(owner.request(), "{\"public\": true}").put(path).then().statusCode(404);
        Api.json(owner.request(), "{\"public\": true}").patch(path).then().statusCode(404);
        owner.request().put(path + "/public").then().statusCode(404);
        for (String meta : List.of("{}", "{\"a\": 1}")) {
            Api.json(owner.request(), meta).put(path + "/user-meta").then().statusCode(404);
            Api.json(owner.request(), meta).patch(path + "/user-meta").then().statusCode(404);
        }
        owner.request().delete(path).then().statusCode(200).body("garbage", equalTo(true));
    }

    @Test
    void itsOwnerFindsADeviceInTheGarbageByAskingForIt() {
        User owner = Api.shared("has devices");
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        owner.request().queryParam("state", "garbage").get(path).then().statusCode(404);
        owner.request().queryParam("state", "live").get(path).then().statusCode(200);
        owner.request().queryParam("state", "other").get(path).then().statusCode(400);
        owner.request().delete(path).then().statusCode(200);
        owner.request().queryParam("state", "garbage").get(path).then().statusCode(200).body("garbage", equalTo(true));
        Api.admin().queryParam("state", "garbage").get(path).then().statusCode(200);
        Api.user().request().queryParam("state", "garbage").get(path).then().statusCode(404);
    }

    @Test
    void theAnonymousTokenIsAUsersAndStillNobodys() {
        String token = Api.token("prn:pantahub.com:auth:/anon", "");
        Api.as(token).get("/auth/auth_status").then().statusCode(200).body("type", equalTo("USER"));
        Api.as(token).get("/devices/").then().statusCode(200).body("", equalTo(List.of()));
        Api.as(token).get("/auth/").then().statusCode(403);
        Api.as(token).get("/auth/login").then().statusCode(not(200));
        Api.json(Api.as(token), "{}").post("/devices/").then().statusCode(403);
    }
}
