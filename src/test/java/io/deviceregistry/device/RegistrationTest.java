package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestStorage.class)
class RegistrationTest {

    @Test
    void theAgentRegistersWithNothingAtAll() {
        Api.anonymous().post("/devices/").then().statusCode(200).header("Location", matchesPattern("/devices/[0-9a-f]{24}"))
                .header("Cache-Control", "no-store").body("owner", equalTo("")).body("nick", startsWith("__unregistered__"))
                .body("secret", notNullValue()).body("challenge", notNullValue()).body("prn", startsWith("prn:::devices:/"));
    }

    @Test
    void aDeviceKeepsItsOwnSecretNickAndDeviceMetaAndNothingOfItsOwners() {
        RegisteredDevice device = Api.registered(Api.json(Api.anonymous(), Map.of("secret", "s3cret", "nick", "self+1%",
                "device-meta", Map.of("arch", "x"), "user-meta", Map.of("no", 1), "public", true,
                "labels", Map.of("a", "b"))).post("/devices/"));
        assertEquals("s3cret", device.secret());
        device.request().get("/devices/" + device.id()).then().statusCode(200).body("nick", equalTo("self+1%"))
                .body("device-meta", equalTo(Map.of("arch", "x"))).body("user-meta", equalTo(Map.of()))
                .body("public", equalTo(false)).body("labels", equalTo(Map.of())).body("secret", nullValue());
    }

    @Test
    void anOwnerRegistersWithUserMetaAndWithoutDeviceMeta() {
        User owner = Api.user();
        Api.json(owner.request(), Map.of("user-meta", Map.of("a", 1), "device-meta", Map.of("no", 1))).post("/devices/").then()
                .statusCode(200).body("owner", equalTo(owner.prn())).body("owner-nick", equalTo(owner.nick()))
                .body("user-meta", equalTo(Map.of("a", 1))).body("device-meta", equalTo(Map.of()))
                .body("challenge", nullValue()).body("secret", notNullValue());
        Api.ownedBy(owner).request().post("/devices/").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "auth_status", "np", "register", "import", "export", "events", "actions", "hooks",
            "schemas", "0123456789abcdef01234567", "0123456789ABCDEF01234567", "", "a b", "a/b", "a.b", "two\nlines", "end\n"})
    void aBadNickIsRefused(String nick) {
        Api.json(Api.user().request(), Map.of("nick", nick)).post("/devices/").then().statusCode(400)
                .body("type", equalTo("/problems/bad-nick"));
    }

    @Test
    void aNickHasUpTo128Characters() {
        User owner = Api.user();
        String nick = "n".repeat(128);
        RegisteredDevice device = Api.ownedBy(owner, nick);
        owner.request().get("/devices/" + nick).then().statusCode(200);
        assertThat(device.token().length(), lessThanOrEqualTo(1_000));
        Api.json(owner.request(), Map.of("nick", nick + "n")).post("/devices/").then().statusCode(400);
    }

    @Test
    void anEmptyUserAgentIsRefused() {
        Api.anonymous().header("User-Agent", "").post("/devices/").then().statusCode(403);
    }
}
