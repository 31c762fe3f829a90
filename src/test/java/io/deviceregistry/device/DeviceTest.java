package io.deviceregistry.device;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
@WithTestResource(TestStorage.class)
class DeviceTest {

    private static final String UNKNOWN_ID = "0123456789abcdef01234567";

    @Test
    void theOwnerFindsADeviceByIdByNickAndByBothNicks() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (String path : List.of(device.id(), device.nick(), device.id() + "/", "np/" + owner.nick() + "/" + device.nick(),
                device.nick() + "?owner-nick=" + owner.nick(), device.id() + "?owner-nick=" + owner.nick(),
                device.nick() + "?owner=" + owner.prn())) {
            owner.request().get("/devices/" + path).then().statusCode(200)
                    .body("id", equalTo(device.id())).body("prn", equalTo(device.prn())).body("nick", equalTo(device.nick()))
                    .body("owner", equalTo(owner.prn())).body("owner-nick", equalTo(owner.nick()))
                    .body("secret", nullValue()).body("challenge", nullValue()).body("public", equalTo(false))
                    .body("labels", aMapWithSize(0)).body("user-meta", aMapWithSize(0)).body("device-meta", aMapWithSize(0))
                    .body("garbage", equalTo(false));
        }
    }

    @Test
    void aDeviceFindsItselfByIdAndByItsOwnersNicks() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (String path : List.of(device.id(), device.nick(), "np/" + owner.nick() + "/" + device.nick())) {
            device.request().get("/devices/" + path).then().statusCode(200).body("id", equalTo(device.id()))
                    .body("user-meta", aMapWithSize(0));
        }
    }

    @Test
    void whatIsNotVisibleIsNotThere() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        RegisteredDevice neighbour = Api.ownedBy(owner);
        User stranger = Api.user();
        for (RequestSpecification caller : List.of(stranger.request(), neighbour.request())) {
            String detail = caller.get("/devices/" + UNKNOWN_ID).then().statusCode(404).extract().path("detail");
            caller.get("/devices/" + device.id()).then().statusCode(404).body("detail", equalTo(detail));
        }
        stranger.request().get("/devices/" + device.nick()).then().statusCode(404);
        stranger.request().get("/devices/np/" + owner.nick() + "/" + device.nick()).then().statusCode(404);
        stranger.request().get("/devices/np/nobody-at-all/" + device.nick()).then().statusCode(404);
        stranger.request().get("/devices/" + device.nick() + "?owner-nick=" + owner.nick()).then().statusCode(404);
        owner.request().get("/devices/" + device.id() + "?owner=" + stranger.prn()).then().statusCode(404);
        Api.anonymous().get("/devices/" + device.id()).then().statusCode(401);
    }

    @Test
    void whatIsNeitherIdNorNickIsRefused() {
        User user = Api.user();
        user.request().get("/devices/a b").then().statusCode(400);
        user.request().get("/devices/a.b").then().statusCode(400);
        user.request().delete("/devices/" + Api.unique("nick")).then().statusCode(400);
    }

    @Test
    void everybodySeesAPublicDeviceWithoutItsMetas() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"public\": true, \"user-meta\": {\"a\": 1}}").put("/devices/" + device.id()).then()
                .statusCode(200).body("public", equalTo(true));
        String anonymous = Api.token("prn:pantahub.com:auth:/anon", "any");
        for (RequestSpecification caller : List.of(Api.user().request(), Api.as(anonymous), Api.selfRegistered().request())) {
            for (String path : List.of(device.id(), "np/" + owner.nick() + "/" + device.nick(),
                    device.nick() + "?owner-nick=" + owner.nick())) {
                caller.get("/devices/" + path).then().statusCode(200).body("id", equalTo(device.id()))
                        .body("owner-nick", equalTo(owner.nick())).body("secret", nullValue())
                        .body("user-meta", nullValue()).body("device-meta", nullValue());
            }
        }
        owner.request().get("/devices/np/" + owner.nick() + "/" + device.nick()).then().body("user-meta.a", equalTo(1));
    }

    @Test
    void theOwnerChangesWhatIsTheOwners() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String nick = Api.unique("renamed");
        Api.json(owner.request(), Map.of("nick", nick, "public", true, "labels", Map.of("site", "oslo"), "user-meta",
                Map.of("a", 1), "device-meta", Map.of("b", 1))).put("/devices/" + device.id()).then().statusCode(200)
                .body("nick", equalTo(nick)).body("public", equalTo(true)).body("labels", equalTo(Map.of("site", "oslo")))
                .body("user-meta", equalTo(Map.of("a", 1))).body("device-meta", aMapWithSize(0));
        owner.request().get("/devices/" + nick).then().statusCode(200).body("id", equalTo(device.id()));
        owner.request().get("/devices/" + device.nick()).then().statusCode(404);
        Api.json(owner.request(), "{\"public\": false}").put("/devices/" + device.id()).then().statusCode(200)
                .body("nick", equalTo(nick)).body("labels", equalTo(Map.of("site", "oslo")))
                .body("user-meta", equalTo(Map.of("a", 1)));
    }

    @Test
    void theDeviceChangesWhatIsTheDevices() {
        RegisteredDevice device = Api.ownedBy(Api.user());
        Api.json(device.request(), Map.of("nick", Api.unique("other"), "public", true, "labels", Map.of("a", "b"), "user-meta",
                Map.of("a", 1), "device-meta", Map.of("b", 1))).put("/devices/" + device.id()).then().statusCode(200)
                .body("nick", equalTo(device.nick())).body("public", equalTo(false)).body("labels", aMapWithSize(0))
                .body("user-meta", aMapWithSize(0)).body("device-meta", equalTo(Map.of("b", 1)));
    }

    @Test
    void whatGetGaveCanBePutBack() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(),
                "{\"public\": true, \"labels\": {\"a\": \"b\"}, \"user-meta\": {\"x\": {\"y\": [1.5, null]}}}")
                .put("/devices/" + device.id()).then().statusCode(200);
        RegisteredDevice unowned = Api.selfRegistered();
        for (var caller : List.of(Map.entry(owner.token(), device.id()), Map.entry(device.token(), device.id()),
                Map.entry(unowned.token(), unowned.id()))) {
            Map<String, Object> before = Api.as(caller.getKey()).get("/devices/" + caller.getValue()).then().statusCode(200)
                    .extract().path("");
            String body = Api.as(caller.getKey()).get("/devices/" + caller.getValue()).asString();
            Map<String, Object> after = Api.json(Api.as(caller.getKey()), body).put("/devices/" + caller.getValue()).then()
                    .statusCode(200).extract().path("");
            for (Map<String, Object> each : List.of(before, after)) {
                each.remove("revision");
                each.remove("time-modified");
            }
            assertEquals(before, after);
        }
    }

    @Test
    void identityCannotBeChanged() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        for (RequestSpecification caller : List.of(owner.request(), device.request())) {
            for (var change : List.of(Map.of("id", UNKNOWN_ID), Map.of("prn", "prn:::devices:/" + UNKNOWN_ID),
                    Map.of("owner", Api.unique("prn")), Map.of("owner", ""), Map.of("time-created", "2000-01-01T00:00:00Z"),
                    Map.of("time-created", "yesterday"))) {
                Api.json(caller, change).put("/devices/" + device.id()).then().statusCode(403)
                        .header("WWW-Authenticate", nullValue());
            }
        }
        owner.request().get("/devices/" + device.id()).then().body("owner", equalTo(owner.prn()));
    }

    @Test
    void unknownMembersAreRefusedByName() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"colour\": 1}").put("/devices/" + device.id()).then().statusCode(400)
                .body("violations[0].field", equalTo("colour"));
        Api.json(owner.request(), "{\"user-meta\": {}}").patch("/devices/" + device.id()).then().statusCode(400)
                .body("violations[0].field", equalTo("user-meta"));
    }

    @Test
    void aNewSecretEndsTheTokensOfTheOldOneAtOnce() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String token = device.token();
        for (var caller : List.of(owner, device)) {
            String secret = Api.unique("secret");
            RequestSpecification request = caller == owner ? owner.request() : Api.as(token);
            Api.json(request, Map.of("secret", secret)).put("/devices/" + device.id()).then().statusCode(200)
                    .body("secret", nullValue());
            Api.as(token).get("/devices/" + device.id()).then().statusCode(401);
            Api.as(token).get("/auth/login").then().statusCode(401);
            Api.login(device.prn(), device.secret()).then().statusCode(401);
            token = Api.token(device.prn(), secret);
            Api.as(token).get("/devices/" + device.id()).then().statusCode(200);
        }
    }

    @Test
    void aSecretMayNotBeEmpty() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), "{\"secret\": \"\"}").put("/devices/" + device.id()).then().statusCode(403);
        Api.json(device.request(), "{\"secret\": \"\"}").put("/devices/" + device.id()).then().statusCode(403);
        device.request().get("/devices/" + device.id()).then().statusCode(200);
    }

    @Test
    void nicksAreUniqueToTheirOwnerAndFollowTheRule() {
        User owner = Api.user();
        RegisteredDevice first = Api.ownedBy(owner);
        RegisteredDevice second = Api.ownedBy(owner);
        RegisteredDevice foreign = Api.ownedBy(Api.user());
        Api.json(owner.request(), Map.of("nick", first.nick())).post("/devices/").then().statusCode(409);
        Api.json(owner.request(), Map.of("nick", first.nick())).patch("/devices/" + second.id()).then().statusCode(409)
                .body("type", equalTo("/problems/nick-taken"));
        Api.json(owner.request(), Map.of("nick", first.nick())).put("/devices/" + second.id()).then().statusCode(409);
        Api.json(owner.request(), Map.of("nick", foreign.nick())).patch("/devices/" + second.id()).then().statusCode(200);
        Api.json(owner.request(), Map.of("nick", foreign.nick())).patch("/devices/" + second.id()).then().statusCode(200);
        for (String bad : List.of("", "a b", "a/b", "é", "a\n", UNKNOWN_ID, "tokens", "np", "schemas", "a".repeat(129))) {
            Api.json(owner.request(), Map.of("nick", bad)).patch("/devices/" + second.id()).then().statusCode(400);
        }
    }

    @Test
    void nicksWithPercentAndPlusAreFound() {
        User owner = Api.user();
        String nick = "a+b%2f-" + Api.unique("x");
        RegisteredDevice device = Api.ownedBy(owner, nick);
        owner.request().get("/devices/{nick}", nick).then().statusCode(200).body("id", equalTo(device.id()));
        owner.request().get("/devices/np/{owner}/{nick}", owner.nick(), nick).then().statusCode(200);
    }

    @Test
    void patchMergesNickPublicAndLabels() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        patch(owner, device, "{\"labels\": {\"a\": \"1\", \"b\": \"2\"}}").body("labels", equalTo(Map.of("a", "1", "b", "2")));
        patch(owner, device, "{\"labels\": {\"a\": null, \"c\": \"\"}, \"public\": true}").body("public", equalTo(true))
                .body("labels", equalTo(Map.of("b", "2", "c", "")));
        patch(owner, device, "{\"labels\": {\"none\": null}}").body("labels", equalTo(Map.of("b", "2", "c", "")));
        patch(owner, device, "{}").body("labels", equalTo(Map.of("b", "2", "c", ""))).body("nick", equalTo(device.nick()));
        patch(owner, device, "{\"labels\": null}").body("labels", aMapWithSize(0)).body("public", equalTo(true));
        owner.request().contentType("application/merge-patch+json").body("{\"public\": false}").patch("/devices/" + device.id())
                .then().statusCode(200).body("public", equalTo(false));
    }

    private static ValidatableResponse patch(User owner, RegisteredDevice device, String patch) {
        return Api.json(owner.request(), patch).patch("/devices/" + device.id()).then().statusCode(200);
    }

    @Test
    void labelsHaveASyntaxAndALimit() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        for (var labels : List.of(Map.of("a b", "c"), Map.of("-a", "c"), Map.of("a", "-c"), Map.of("a", "b c"),
                Map.of("", "c"), Map.of("A.example/x", "c"), labels(0, 65))) {
            Api.json(owner.request(), Map.of("labels", labels)).patch(path).then().statusCode(422);
            Api.json(owner.request(), Map.of("labels", labels)).put(path).then().statusCode(422);
            Api.json(owner.request(), Map.of("labels", labels)).post("/devices/").then().statusCode(422);
        }
        Api.json(owner.request(), Map.of("labels", labels(0, 64))).patch(path).then().statusCode(200)
                .body("labels", aMapWithSize(64));
        Api.json(owner.request(), Map.of("labels", labels(64, 65))).patch(path).then().statusCode(422);
        Api.json(owner.request(), "{\"labels\": {\"example.org/l0\": \"x\", \"l0\": null}}").patch(path).then().statusCode(200)
                .body("labels", aMapWithSize(64));
        Api.json(owner.request(), "{\"labels\": {\"a\": 1}}").patch(path).then().statusCode(400);
        Api.json(owner.request(), "{\"labels\": [\"a\"]}").patch(path).then().statusCode(400);
    }

    private static Map<String, String> labels(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toMap(i -> "l" + i, i -> "v"));
    }

    @Test
    void onlyTheOwnerPatchesPublishesAndDeletes() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        refused(device.request(), path, 403);
        refused(Api.user().request(), path, 404);
        Api.json(Api.user().request(), "{}").put(path).then().statusCode(404);
        owner.request().put(path + "/public").then().statusCode(200).body("public", equalTo(true));
        refused(Api.user().request(), path, 403);
        Api.json(Api.user().request(), "{}").put(path).then().statusCode(403);
        owner.request().delete(path + "/public").then().statusCode(200).body("public", equalTo(false));
        owner.request().delete(path + "/public").then().statusCode(200).body("public", equalTo(false));
    }

    private static void refused(RequestSpecification caller, String path, int status) {
        Api.json(caller, "{\"public\": true}").patch(path).then().statusCode(status);
        caller.put(path + "/public").then().statusCode(status);
        caller.delete(path + "/public").then().statusCode(status);
        caller.delete(path).then().statusCode(status);
    }

    @Test
    void aDeletedDeviceIsGoneForAllButItsOwner() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        owner.request().put(path + "/public").then().statusCode(200);
        int revision = owner.request().delete(path).then().statusCode(200).body("id", equalTo(device.id()))
                .body("garbage", equalTo(true)).extract().path("revision");
        owner.request().delete(path).then().statusCode(200).body("garbage", equalTo(true)).body("revision", equalTo(revision));
        owner.request().get(path).then().statusCode(200).body("garbage", equalTo(true));
        device.request().get(path).then().statusCode(401);
        Api.login(device.prn(), device.secret()).then().statusCode(401);
        User stranger = Api.user();
        stranger.request().get(path).then().statusCode(404);
        stranger.request().delete(path).then().statusCode(404);
        owner.request().get("/devices/").then().body("", empty());
        stranger.request().get("/devices/?owner-nick=" + owner.nick()).then().body("", empty());
        owner.request().get("/devices/" + device.nick()).then().statusCode(404);
        Api.json(owner.request(), "{\"user-meta\": {}}").put(path).then().statusCode(409);
        Api.json(owner.request(), "{\"a\": 1}").patch(path + "/user-meta").then().statusCode(409);
        RegisteredDevice next = Api.ownedBy(owner, device.nick());
        owner.request().get("/devices/" + device.nick()).then().statusCode(200).body("id", equalTo(next.id()));
    }

    @Test
    void anUnownedDeviceInTheGarbageCannotBeClaimed() {
        RegisteredDevice device = Api.selfRegistered();
        Api.admin().delete("/devices/" + device.id()).then().statusCode(200).body("garbage", equalTo(true));
        Api.user().request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(403);
    }

    @Test
    void anAdministratorActsOnForeignDevices() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        String path = "/devices/" + device.id();
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        Api.as(admin).get(path).then().statusCode(404);
        asAdmin(admin).get(path).then().statusCode(200).body("user-meta", aMapWithSize(0)).body("owner", equalTo(owner.prn()));
        asAdmin(admin).get("/devices/np/" + owner.nick() + "/" + device.nick()).then().statusCode(200)
                .body("device-meta", aMapWithSize(0));
        asAdmin(admin).queryParam("owner-nick", owner.nick()).get("/devices/" + device.nick()).then().statusCode(200);
        asAdmin(admin).queryParam("nick", device.nick()).get("/devices/").then().statusCode(200)
                .body("id", equalTo(List.of(device.id())));
        asAdmin(admin).queryParam("owner-nick", owner.nick()).get("/devices/").then().body("id", hasItem(device.id()));
        Api.json(asAdmin(admin), "{\"user-meta\": {\"a\": 1}}").put(path).then().statusCode(200)
                .body("user-meta", equalTo(Map.of("a", 1)));
        Api.json(asAdmin(admin), "{\"labels\": {\"a\": \"1\"}}").patch(path).then().statusCode(200)
                .body("labels", equalTo(Map.of("a", "1")));
        asAdmin(admin).put(path + "/public").then().statusCode(200).body("public", equalTo(true));
        asAdmin(admin).delete(path + "/public").then().statusCode(200).body("public", equalTo(false));
        Api.json(asAdmin(admin), "{\"b\": 2}").patch(path + "/user-meta").then().statusCode(200)
                .body("", equalTo(Map.of("a", 1, "b", 2)));
        asAdmin(admin).get(path + "/device-meta").then().statusCode(200);
        asAdmin(admin).delete(path).then().statusCode(200).body("garbage", equalTo(true)).body("owner", equalTo(owner.prn()));
        owner.request().queryParam("asadmin", "yes").get(path).then().statusCode(403);
        asAdmin(admin).get("/devices/").then().body("id", not(hasItem(device.id())));
    }

    private static RequestSpecification asAdmin(String token) {
        return Api.as(token).queryParam("asadmin", "yes");
    }
}
