package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

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
        org.hamcrest.MatcherAssert.assertThat(Api.selfRegistered().challenge(), matchesPattern("[a-z]+(-[a-z]+){3}"));
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
        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(31, statuses.stream().filter(status -> status == 403 || status == 429).count(), statuses.toString());
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
