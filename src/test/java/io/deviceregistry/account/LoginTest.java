package io.deviceregistry.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class LoginTest {

    private static String claims(String token) {
        return new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void everyNameOfAnAccountLogsIn() {
        User user = Api.user();
        for (String name : List.of(user.nick(), user.email(), user.email().toUpperCase(), user.prn())) {
            Api.login(name, user.password()).then().statusCode(200).header("Cache-Control", "no-store")
                    .body("size()", equalTo(1)).body("token", notNullValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"username\": \"admin\"}", "{\"username\": \"\", \"password\": \"\"}",
            "{\"username\": null, \"password\": null}", "{\"username\": \"admin\", \"password\": \"wrong\"}",
            "{\"username\": \"nobody-here\", \"password\": \"wrong\"}",
            "{\"username\": \"prn:::devices:/0123456789abcdef01234567\", \"password\": \"wrong\"}",
            "{\"username\": \"prn:::accounts:/0123456789abcdef01234567\", \"password\": \"wrong\"}"})
    void badCredentialsAreAllTheSame(String body) {
        Response answer = body.isEmpty()
                ? Api.anonymous().post("/auth/login")
                : Api.json(Api.anonymous(), body)
                        .post("/auth/login");
        answer.then().statusCode(401).body("detail", equalTo("Wrong username or password"))
                .header("WWW-Authenticate", matchesPattern(
                        "JWT realm=\"pantahub services\", ph-aeps=\"http://[^/]+/auth\""));
        assertEquals(1, answer.headers().getValues("WWW-Authenticate").size());
    }

    @Test
    void theTokenSaysWhoHoldsIt() {
        User user = Api.user();
        user.request().get("/auth/auth_status").then().statusCode(200).body("prn", equalTo(user.prn()))
                .body("nick", equalTo(user.nick())).body("roles", equalTo("user")).body("type", equalTo("USER"))
                .body("scopes", equalTo("prn:pantahub.com:apis:/base/all")).body("orig_iat", notNullValue());
        RegisteredDevice device = Api.ownedBy(user);
        device.request().get("/devices/auth_status").then().statusCode(200).body("type", equalTo("DEVICE"))
                .body("owner", equalTo(user.prn())).body("prn", equalTo(device.prn()));
        assertThat(claims(device.token()), containsString("\"roles\":\"device\""));
    }

    @Test
    void theHeaderMayBeSpeltAnyWay() {
        User user = Api.user();
        for (String scheme : List.of("bearer ", "BEARER   ", "  Bearer ")) {
            Api.anonymous().header("Authorization", scheme + user.token() + " ").get("/auth/").then().statusCode(200)
                    .body("nick", equalTo(user.nick()));
        }
        Api.anonymous().header("Authorization", "Basic abc").get("/auth/").then().statusCode(401);
    }

    @Test
    void scopesNarrowATokenAndThoseOfOtherServicesAreLeftOut() {
        User user = Api.user();
        String reader = Api.json(Api.anonymous(), Map.of("username", user.nick(), "password", user.password(), "scope",
                "devices.readonly prn:pantahub.com:apis:/base/metrics.readonly objects.readonly")).post("/auth/login")
                .path("token");
        Api.as(reader).get("/devices/").then().statusCode(200);
        Api.as(reader).post("/devices/").then().statusCode(403).header("WWW-Authenticate",
                containsString("error=\"insufficient_scope\", scope=\"prn:pantahub.com:apis:/base/all"));
        String nothing = Api.json(Api.anonymous(), Map.of("username", user.nick(), "password", user.password(), "scope",
                "trails.readonly")).post("/auth/login").path("token");
        Api.as(nothing).get("/devices/").then().statusCode(403);
    }

    @Test
    void aRefreshKeepsTheLoginAndReadsThePrincipalAgain() {
        User owner = Api.user();
        RegisteredDevice device = Api.selfRegistered();
        owner.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(200);
        String fresh = device.request().get("/auth/login").then().statusCode(200).body("size()", equalTo(1)).extract()
                .path("token");
        Api.as(fresh).get("/auth/auth_status").then().body("owner", equalTo(owner.prn()));
        JsonPath before = JsonPath.from(claims(device.token()));
        assertEquals(before.getLong("orig_iat"), JsonPath.from(claims(fresh)).getLong("orig_iat"));
    }

    @Test
    void theAnonymousUserReadsForFiveMinutesAndIsNotRefreshed() {
        String token = Api.json(Api.anonymous(), Map.of("username", "prn:pantahub.com:auth:/anon", "password", "",
                "scope", "all devices.readonly")).post("/auth/login").then().statusCode(200).extract().path("token");
        JsonPath claims = JsonPath.from(claims(token));
        assertEquals(300, claims.getLong("exp") - claims.getLong("iat"));
        assertEquals("prn:pantahub.com:apis:/base/devices.readonly", claims.getString("scopes"));
        Api.as(token).get("/auth/login").then().statusCode(401);
        Api.as(token).get("/auth/").then().statusCode(403);
    }

    @Test
    void loggingOutEndsEveryToken() {
        User user = Api.user();
        String other = Api.token(user.nick(), user.password());
        user.request().post("/auth/logout").then().statusCode(200);
        for (String token : List.of(user.token(), other)) {
            Api.as(token).get("/auth/").then().statusCode(401);
            Api.as(token).get("/auth/login").then().statusCode(401);
        }
        assertEquals(200, Api.login(user.nick(), user.password()).statusCode());
    }

    @Test
    void anotherPasswordEndsEveryToken() {
        User user = Api.user();
        Api.json(user.request(), Map.of("current", "wrong", "password", "new")).post("/auth/password").then().statusCode(403);
        Api.json(user.request(), Map.of("current", user.password(), "password", "")).post("/auth/password").then()
                .statusCode(422);
        Api.json(user.request(), Map.of("current", user.password(), "password", "new")).post("/auth/password").then()
                .statusCode(200);
        user.request().get("/auth/").then().statusCode(401);
        assertEquals(401, Api.login(user.nick(), user.password()).statusCode());
        assertEquals(200, Api.login(user.nick(), "new").statusCode());
    }

    @Test
    void othersVerifyTokensByThePublicKeys() throws Exception {
        String keys = Api.anonymous().get("/.well-known/jwks.json").then().statusCode(200)
                .body("keys[0].d", nullValue()).extract().asString();
        User user = Api.user();
        org.jose4j.jwk.JsonWebKeySet set = new org.jose4j.jwk.JsonWebKeySet(keys);
        org.jose4j.jwt.JwtClaims claims = new org.jose4j.jwt.consumer.JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new org.jose4j.keys.resolvers.JwksVerificationKeyResolver(set.getJsonWebKeys()))
                .build().processToClaims(user.token());
        assertEquals(user.prn(), claims.getStringClaimValue("prn"));
    }
}
