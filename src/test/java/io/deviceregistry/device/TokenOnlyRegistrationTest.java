package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestClock;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** With registry.devices.self-registration=token, and a clock that can be put forward. */
@QuarkusTest
@WithTestResource(TestStorage.class)
@TestProfile(TokenOnlyRegistrationTest.Profile.class)
class TokenOnlyRegistrationTest {

    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() { return Map.of("registry.devices.self-registration", "token"); }

        @Override
        public Set<Class<?>> getEnabledAlternatives() { return Set.of(TestClock.class); }
    }

    @AfterEach
    void rightTime() {
        TestClock.putForward(Duration.ZERO);
    }

    private static Response join(String token) {
        return Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/");
    }

    @Test
    void aDeviceNeedsAToken() {
        Api.anonymous().post("/devices/").then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        User owner = Api.user();
        String token = Api.json(owner.request(), "{}").post("/devices/tokens").path("token");
        join(token).then().statusCode(200).body("owner", equalTo(owner.prn()));
        Api.ownedBy(owner);
    }

    @Test
    void anExpiredTokenLetsNobodyJoin() {
        User owner = Api.user();
        String token = Api
                .json(owner.request(),
                        Map.of("expires", Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600).toString()))
                .post("/devices/tokens").then().statusCode(200).extract().path("token");
        TestClock.putForward(Duration.ofMinutes(59));
        join(token).then().statusCode(200);
        TestClock.putForward(Duration.ofMinutes(61));
        join(token).then().statusCode(400).body("type", equalTo("/problems/bad-auto-token"));
    }

    @Test
    void aLoginIsRefreshedForADay() {
        User user = Api.user();
        TestClock.putForward(Duration.ofHours(23));
        assertEquals(200, user.request().get("/auth/login").statusCode());
        TestClock.putForward(Duration.ofHours(25));
        user.request().get("/auth/login").then().statusCode(401).body("type", equalTo("/problems/unauthenticated"));
    }

    @Test
    void anExpiredAccessTokenOpensNothing() {
        User user = Api.user();
        TestClock.putForward(Duration.ofMinutes(-61));
        String expired = Api.token(user.nick(), user.password());
        for (String path : new String[]{"/auth/auth_status", "/auth/login", "/devices/"}) {
            Api.as(expired).get(path).then().statusCode(401).header("WWW-Authenticate",
                    matchesPattern("JWT realm=\"pantahub services\", ph-aeps=\"[^\"]+\""));
        }
    }

    @Test
    void whoWasLockedOutOfADeviceMayTryAgainLater() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(Api.user());
        for (int i = 0; i < 10; i++) {
            claim(owner, device).then().statusCode(403);
        }
        claim(owner, device).then().statusCode(429).header("Retry-After", matchesPattern("5\\d\\d|600"));
        TestClock.putForward(Duration.ofSeconds(590));
        claim(owner, device).then().statusCode(429).header("Retry-After", matchesPattern("\\d|10"));
        TestClock.putForward(Duration.ofSeconds(601));
        claim(owner, device).then().statusCode(403);
    }

    private static Response claim(User user, RegisteredDevice device) {
        return user.request().queryParam("challenge", "not-the-right-words").put("/devices/" + device.id());
    }
}
