package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
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
import io.restassured.specification.RequestSpecification;

/** Devices are taken out of the garbage, given up, and deleted for good. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class RetirementTest {

    private static final int ROUNDS = 15;

    private User owner;
    private RegisteredDevice device;
    private String path;

    @BeforeEach
    void device() {
        owner = Api.user();
        device = Api.ownedBy(owner);
        path = "/devices/" + device.id();
    }

    private void discard() {
        owner.request().delete(path).then().statusCode(200).body("garbage", equalTo(true));
    }

    private Response post(String action) {
        return owner.request().post(path + "/" + action);
    }

    @Test
    void aRestoredDeviceIsAsItWas() {
        Api.json(owner.request(), Map.of("labels", Map.of("site", "oslo"), "nick", "boiler")).patch(path).then()
                .statusCode(200);
        Api.json(owner.request(), "{\"room\": \"cellar\"}").put(path + "/user-meta").then().statusCode(200);
        discard();
        Api.login(device.prn(), device.secret()).then().statusCode(401);
        post("restore").then().statusCode(200).body("garbage", equalTo(false)).body("nick", equalTo("boiler"))
                .body("labels.site", equalTo("oslo")).body("user-meta.room", equalTo("cellar"))
                .body("owner", equalTo(owner.prn()));
        owner.request().get("/devices/boiler").then().statusCode(200).body("id", equalTo(device.id()));
        owner.request().get("/devices/").then().body("id", hasItem(device.id()));
        device.request().get(path).then().statusCode(401);
        Api.login(device.prn(), device.secret()).then().statusCode(200);
    }

    @Test
    void restoringALiveDeviceChangesNothing() {
        discard();
        int revision = post("restore").then().statusCode(200).extract().path("revision");
        post("restore").then().statusCode(200).body("revision", equalTo(revision));
        owner.request().post("/devices/" + owner.request().get(path).path("nick") + "/restore").then().statusCode(200)
                .body("revision", equalTo(revision));
    }

    @Test
    void whereTheNickHasBeenGivenAwayTheRestoredDeviceGetsASuffix() {
        Api.json(owner.request(), Map.of("nick", "boiler")).patch(path).then().statusCode(200);
        discard();
        Api.json(owner.request(), Map.of("nick", "boiler")).post("/devices/").then().statusCode(200);
        post("restore").then().statusCode(200).body("nick", matchesPattern("boiler_\\d{6}"));
        owner.request().get("/devices/boiler").then().statusCode(200).body("id", not(equalTo(device.id())));
    }

    @Test
    void theGarbageIsListedForItsOwnerOnly() {
        RegisteredDevice live = Api.ownedBy(owner);
        Api.json(owner.request(), Map.of("public", true, "nick", "boiler")).patch(path).then().statusCode(200);
        discard();
        for (String query : List.of("", "&nick=boiler", "&nick=^boi", "&id=" + device.id(), "&public=true",
                "&sort=-time-modified")) {
            owner.request().get("/devices/?state=garbage" + query).then().statusCode(200)
                    .body("id", equalTo(List.of(device.id()))).body("[0].garbage", equalTo(true));
        }
        owner.request().get("/devices/?state=garbage&owner-nick=!nobody").then().body("id", equalTo(List.of(device.id())));
        owner.request().get("/devices/?state=live").then().body("id", equalTo(List.of(live.id())));
        owner.request().get("/devices/").then().body("id", equalTo(List.of(live.id())));
        Api.admin().get("/devices/?state=garbage&sort=-time-modified&owner=" + owner.prn()).then()
                .body("id", equalTo(List.of(device.id())));
        Api.admin().get("/devices/?state=garbage&sort=-time-modified&limit=1000").then().body("id", hasItem(device.id()));
        User stranger = Api.shared("has no devices");
        stranger.request().get("/devices/?state=garbage").then().body("id", hasSize(0));
        stranger.request().get("/devices/?state=garbage&owner=" + owner.prn()).then().body("id", hasSize(0));
        live.request().get("/devices/?state=garbage").then().statusCode(200).body("id", hasSize(0));
        owner.request().get("/devices/?state=Garbage").then().statusCode(400).body("violations[0].field", equalTo("state"));
    }

    @Test
    void whoHasNothingElseFindsTheGarbageByTheNickOfTheOwnerToo() {
        discard();
        owner.request().get("/devices/?state=garbage&owner-nick=^" + owner.nick().substring(0, 4)).then().statusCode(200)
                .body("id", equalTo(List.of(device.id())));
        owner.request().get("/devices/?state=garbage&owner-nick=!" + owner.nick()).then().statusCode(200)
                .body("id", hasSize(0));
    }

    @Test
    void aPageOfTheGarbageLeadsToTheNext() {
        discard();
        RegisteredDevice second = Api.ownedBy(owner);
        owner.request().delete("/devices/" + second.id()).then().statusCode(200);
        Response first = owner.request().get("/devices/?state=garbage&limit=1");
        first.then().statusCode(200).body("id", equalTo(List.of(device.id())));
        owner.request().urlEncodingEnabled(false).get(Api.next(first)).then().statusCode(200)
                .body("id", equalTo(List.of(second.id())));
        owner.request().urlEncodingEnabled(false).get(Api.next(first).replace("state=garbage", "state=live")).then()
                .statusCode(400).body("type", equalTo("/problems/bad-cursor"));
    }

    @Test
    void claimedAndUnclaimedDevicesAreListed() {
        RegisteredDevice unowned = Api.selfRegistered();
        owner.request().get("/devices/?state=claimed").then().body("id", equalTo(List.of(device.id())));
        owner.request().get("/devices/?state=unclaimed").then().body("id", hasSize(0));
        unowned.request().get("/devices/?state=unclaimed").then().body("id", equalTo(List.of(unowned.id())));
        unowned.request().get("/devices/?state=claimed").then().body("id", hasSize(0));
        for (String state : List.of("claimed", "unclaimed")) {
            Api.admin().get("/devices/?sort=-time-created&limit=1000&state=" + state).then().statusCode(200)
                    .body("id", hasItem(state.equals("claimed") ? device.id() : unowned.id()))
                    .body("id", not(hasItem(state.equals("claimed") ? unowned.id() : device.id())));
        }
        Api.admin().get("/devices/?state=unclaimed&owner=" + owner.prn()).then().body("id", hasSize(0));
    }

    @Test
    void aDeviceWithoutAnOwnerIsRestoredWithANewChallenge() {
        RegisteredDevice unowned = Api.selfRegistered();
        Api.admin().delete("/devices/" + unowned.id()).then().statusCode(200);
        Api.admin().post("/devices/" + unowned.id() + "/restore").then().statusCode(200).body("garbage", equalTo(false))
                .body("owner", equalTo("")).body("challenge", nullValue());
        String challenge = Api.as(Api.token(unowned.prn(), unowned.secret())).get("/devices/" + unowned.id()).path("challenge");
        assertNotEquals(unowned.challenge(), challenge);
        claim(owner, unowned, unowned.challenge()).then().statusCode(403);
        claim(owner, unowned, challenge).then().statusCode(200).body("owner", equalTo(owner.prn()));
    }

    @Test
    void aDeviceWhoseOwnerIsGoneIsNotRestored() {
        Api.admin().queryParam("devices", "garbage").delete("/auth/accounts/" + owner.nick()).then().statusCode(200);
        Api.admin().post(path + "/restore").then().statusCode(409).body("type", equalTo("/problems/conflict"));
        Api.admin().queryParam("purge", "true").delete(path).then().statusCode(200);
    }

    @Test
    void aDeviceThatIsGivenUpWaitsForItsNextOwner() {
        Api.json(owner.request(), Map.of("labels", Map.of("site", "oslo"), "nick", "boiler", "public", true)).patch(path).then()
                .statusCode(200);
        Api.json(owner.request(), "{\"room\": \"cellar\"}").put(path + "/user-meta").then().statusCode(200);
        Api.json(device.request(), "{\"arch\": \"arm64\"}").put(path + "/device-meta").then().statusCode(200);
        String challenge = post("unclaim").then().statusCode(200).header("Cache-Control", equalTo("no-store"))
                .body("owner", equalTo("")).body("owner-nick", nullValue()).body("nick", startsWith("__unregistered__"))
                .body("public", equalTo(false)).body("labels.size()", equalTo(0)).body("user-meta.size()", equalTo(0))
                .body("device-meta.arch", equalTo("arm64")).body("secret", nullValue()).extract().path("challenge");
        owner.request().get(path).then().statusCode(404);
        owner.request().get("/devices/boiler").then().statusCode(404);
        device.request().get(path).then().statusCode(200).body("challenge", equalTo(challenge)).body("owner", equalTo(""));
        User next = Api.user();
        claim(next, device, challenge).then().statusCode(200).body("owner", equalTo(next.prn()))
                .body("device-meta.arch", equalTo("arm64"));
        post("unclaim").then().statusCode(404);
    }

    @Test
    void whatHasNoOwnerCannotBeGivenUp() {
        Api.admin().post("/devices/" + Api.selfRegistered().id() + "/unclaim").then().statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPurgedIsGone(boolean fromTheGarbage) {
        Api.json(owner.request(), Map.of("nick", "boiler")).patch(path).then().statusCode(200);
        if (fromTheGarbage) {
            discard();
        }
        purge(owner.request()).then().statusCode(200).body("id", equalTo(device.id())).body("nick", equalTo("boiler"));
        owner.request().get(path).then().statusCode(404);
        owner.request().queryParam("state", "garbage").get(path).then().statusCode(404);
        post("restore").then().statusCode(404);
        purge(owner.request()).then().statusCode(404);
        Api.login(device.prn(), device.secret()).then().statusCode(401);
        device.request().get("/devices/").then().statusCode(401);
        Api.json(owner.request(), Map.of("nick", "boiler")).post("/devices/").then().statusCode(200);
    }

    @Test
    void onlyTheOwnerMayDoAnyOfThis() {
        Api.json(owner.request(), Map.of("public", true)).patch(path).then().statusCode(200);
        User stranger = Api.shared("has no devices");
        for (RequestSpecification other : List.of(stranger.request(), device.request())) {
            other.post(path + "/restore").then().statusCode(403);
            other.post(path + "/unclaim").then().statusCode(403);
        }
        purge(stranger.request()).then().statusCode(403);
        purge(device.request()).then().statusCode(403);
        discard();
        stranger.request().post(path + "/restore").then().statusCode(404);
        purge(stranger.request()).then().statusCode(404);
        owner.request().queryParam("state", "garbage").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "false", "TRUE", "true&purge=true", ""})
    void purgeIsTrueOrNotThere(String value) {
        owner.request().urlEncodingEnabled(false).delete(path + "?purge=" + value).then().statusCode(400);
        owner.request().get(path).then().statusCode(200);
    }

    @Test
    void aStaleTagChangesNothing() {
        for (String action : List.of("restore", "unclaim")) {
            if (action.equals("restore")) {
                discard();
            }
            owner.request().header("If-Match", "\"u77\"").post(path + "/" + action).then().statusCode(412);
            purge(owner.request().header("If-Match", "\"u77\"")).then().statusCode(412);
            if (action.equals("restore")) {
                String tag = "\"u" + 2 + "\"";
                owner.request().header("If-Match", tag).post(path + "/restore").then().statusCode(200);
            }
        }
        owner.request().get(path).then().statusCode(200).body("owner", equalTo(owner.prn()));
    }

    @Test
    void ofTwoPurgesAtOnceOneIsTheLastThingThatHappens() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            device();
            discard();
            List<Integer> statuses = Parallel.run(4, i -> (i < 2 ? post("restore") : purge(owner.request())).statusCode());
            assertThat(statuses.toString(), statuses.subList(2, 4), containsInAnyOrder(200, 404));
            statuses.subList(0, 2).forEach(restored -> assertThat(restored, is(oneOf(200, 404))));
            owner.request().get(path).then().statusCode(404);
            owner.request().queryParam("state", "garbage").get(path).then().statusCode(404);
        }
    }

    @Test
    void ofTwoWhoGiveItUpOneDoes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            device();
            List<Integer> statuses = Parallel.run(2, i -> post("unclaim").statusCode());
            assertThat(statuses, hasItem(200));
            assertThat(statuses, hasItem(is(oneOf(404, 409))));
        }
    }

    private Response purge(RequestSpecification request) {
        return request.queryParam("purge", "true").delete(path);
    }

    private static Response claim(User user, RegisteredDevice device, String challenge) {
        return user.request().queryParam("challenge", challenge).put("/devices/" + device.id());
    }

    @Test
    void certificatesEndWithTheOwnersWordForThem() {
        String fingerprint = "ab".repeat(32);
        owner.request().put(path + "/certificates/" + fingerprint).then().statusCode(200);
        String challenge = post("unclaim").then().statusCode(200).extract().path("challenge");
        claim(owner, device, challenge).then().statusCode(200);
        owner.request().get(path + "/certificates").then().statusCode(200).body("$", hasSize(0));
    }
}
