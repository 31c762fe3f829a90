package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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

@QuarkusTest
@WithTestResource(TestStorage.class)
class ClaimTest {

    @Test
    void anUnownedDeviceShowsItsChallengeOnlyToItself() {
        RegisteredDevice device = Api.selfRegistered();
        device.request().get("/devices/" + device.id()).then().statusCode(200)
                .body("owner", equalTo("")).body("challenge", equalTo(device.challenge()))
                .body("secret", nullValue()).body("nick", startsWith("__unregistered__"));
        Api.user().request().get("/devices/" + device.id()).then().statusCode(404);
    }

    @Test
    void theChallengeHasFourWords() {
        assertThat(Api.selfRegistered().challenge(), matchesPattern("[a-z]+(-[a-z]+){3}"));
    }

    @Test
    void theRightChallengeMakesTheCallerTheOwner() {
        RegisteredDevice device = Api.selfRegistered();
        User owner = Api.user();
        owner.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(200)
                .body("owner", equalTo(owner.prn())).body("owner-nick", equalTo(owner.nick()))
                .body("challenge", nullValue()).body("nick", not(startsWith("__unregistered__")));
        device.request().get("/devices/" + device.id()).then().statusCode(200).body("owner", equalTo(owner.prn()));
        owner.request().get("/devices/").then().statusCode(200).body("id", equalTo(List.of(device.id())));
    }

    /** An administrator's name for it, once acknowledged, is neither lost to a claim in flight nor does it fail the claim. */
    @Test
    void theNameThatAnAdministratorGaveOutlastsAClaimInFlight() throws Exception {
        User owner = Api.shared("has devices");
        for (int round = 0; round < 20; round++) {
            RegisteredDevice device = Api.selfRegistered();
            String nick = "named-" + device.id();
            RequestSpecification claim = owner.request().queryParam("challenge", device.challenge());
            RequestSpecification name = Api.json(Api.admin(), Map.of("nick", nick));
            List<Integer> statuses = Parallel.run(2, i -> (i == 0
                    ? claim.put("/devices/" + device.id())
                    : name.patch("/devices/" + device.id())).statusCode());
            assertEquals(200, statuses.get(0));
            assertThat(statuses.get(1), is(oneOf(200, 409)));
            owner.request().get("/devices/" + device.id()).then().statusCode(200)
                    .body("nick", statuses.get(1) == 200 ? equalTo(nick) : not(equalTo(nick)));
        }
    }

    @Test
    void wrongChallengeUnknownDeviceAndOwnedDeviceAreIndistinguishable() {
        User caller = Api.user();
        RegisteredDevice unowned = Api.selfRegistered();
        RegisteredDevice owned = Api.ownedBy(Api.user());
        for (String id : List.of(unowned.id(), owned.id(), "0123456789abcdef01234567")) {
            caller.request().queryParam("challenge", "not-the-right-words").put("/devices/" + id).then().statusCode(403)
                    .body("type", equalTo("/problems/claim-refused"))
                    .body("detail", equalTo("There is no device to claim with this challenge"));
        }
    }

    @Test
    void ofManyClaimsAtOnceExactlyOneWins() throws Exception {
        RegisteredDevice device = Api.selfRegistered();
        List<User> users = IntStream.range(0, 4).mapToObj(i -> Api.user()).toList();
        List<Integer> statuses = Parallel.run(32, i -> users.get(i % users.size()).request()
                .queryParam("challenge", device.challenge()).put("/devices/" + device.id()).statusCode());
        // The winner's other claims find the device its own, and everybody else is refused.
        String owner = device.request().get("/devices/" + device.id()).path("owner");
        for (int i = 0; i < statuses.size(); i++) {
            boolean won = users.get(i % users.size()).prn().equals(owner);
            assertEquals(won ? 200 : 403, statuses.get(i), statuses.toString());
        }
    }

    private static Response claim(User caller, RegisteredDevice device, String challenge) {
        return caller.request().queryParam("challenge", challenge).put("/devices/" + device.id());
    }

    @Test
    void whoeverOwnsTheDeviceMayClaimItAgainAndNothingChanges() {
        RegisteredDevice device = Api.selfRegistered();
        User owner = Api.user();
        Map<String, Object> first = claim(owner, device, device.challenge()).then().statusCode(200).extract().path("");
        for (int i = 0; i < 12; i++) {
            claim(owner, device, i == 11 ? "anything" : device.challenge()).then().statusCode(200).body("", equalTo(first));
        }
        claim(Api.user(), device, device.challenge()).then().statusCode(403);
        owner.request().delete("/devices/" + device.id()).then().statusCode(200);
        claim(owner, device, device.challenge()).then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s ", "\t%S\n", "%s"})
    void aChallengeIsTakenAsPeopleTypeIt(String form) {
        for (String separator : List.of("-", "_", " ")) {
            RegisteredDevice device = Api.selfRegistered();
            claim(Api.user(), device, form.formatted(device.challenge().replace("-", separator))).then().statusCode(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "-", "%s-", "%sx", "-%s"})
    void butNothingElseIsTakenForIt(String form) {
        RegisteredDevice device = Api.selfRegistered();
        claim(Api.user(), device, form.formatted(device.challenge())).then().statusCode(403);
        claim(Api.user(), device, device.challenge().replace("-", "")).then().statusCode(403);
        claim(Api.user(), device, device.challenge()).then().statusCode(200);
    }

    @Test
    void moreRightClaimsAtOnceThanWrongOnesAreAllowedAreAllServed() throws Exception {
        User owner = Api.user();
        List<RegisteredDevice> devices = IntStream.range(0, 128).mapToObj(i -> Api.selfRegistered()).toList();
        List<Integer> statuses = Parallel.run(devices.size(),
                i -> claim(owner, devices.get(i), devices.get(i).challenge()).statusCode());
        assertEquals(Set.of(200), Set.copyOf(statuses));
        RegisteredDevice next = Api.selfRegistered();
        claim(owner, next, next.challenge()).then().statusCode(200);
    }

    @Test
    void ofManyWrongClaimsAtOnceExactlyTenAreCompared() throws Exception {
        RegisteredDevice device = Api.selfRegistered();
        User attacker = Api.user();
        List<Integer> statuses = Parallel.run(40, i -> claim(attacker, device, "wrong-" + i).statusCode());
        assertEquals(10, statuses.stream().filter(status -> status == 403).count(), statuses.toString());
        assertEquals(30, statuses.stream().filter(status -> status == 429).count(), statuses.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"nick\": \"mine\"}"})
    void aClaimTakesNoBody(String body) {
        RegisteredDevice device = Api.selfRegistered();
        User caller = Api.user();
        Api.json(caller.request(), body).queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then()
                .statusCode(400).body("type", equalTo("/problems/bad-request"))
                .body("detail", equalTo("A claim must not have a body"));
        claim(caller, device, device.challenge()).then().statusCode(200);
    }

    @Test
    void tenWrongTriesLockTheCallerOutAndNobodyElse() {
        RegisteredDevice device = Api.selfRegistered();
        User attacker = Api.user();
        for (int i = 0; i < 10; i++) {
            attacker.request().queryParam("challenge", "wrong-" + i).put("/devices/" + device.id()).then().statusCode(403);
        }
        attacker.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(429)
                .header("Retry-After", matchesPattern("\\d+"));
        Api.user().request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then()
                .statusCode(200);
    }

    @Test
    void aNickThatTheOwnerHasAlreadyGetsASuffix() {
        User owner = Api.user();
        RegisteredDevice first = Api.ownedBy(owner, Api.unique("twin"));
        RegisteredDevice second = Api.registered(Api.json(Api.anonymous(), Map.of("nick", first.nick())).post("/devices/"));
        owner.request().queryParam("challenge", second.challenge()).put("/devices/" + second.id()).then().statusCode(200)
                .body("nick", startsWith(first.nick() + "_"));
    }
}
