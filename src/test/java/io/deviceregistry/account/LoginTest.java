package io.deviceregistry.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    void manyRightLoginsAtOnceAreAllServed() throws Exception {
        User user = Api.user();
        List<Integer> statuses = Parallel.run(60, i -> Api.login(user.nick(), user.password()).statusCode());
        assertEquals(Set.of(200), Set.copyOf(statuses));
    }

    @Test
    void ofManyWrongLoginsAtOnceNotOneMoreThanAllowedIsChecked() throws Exception {
        User user = Api.user();
        for (String name : List.of(user.nick(), Api.unique("nobody"))) {
            List<Integer> statuses = Parallel.run(31, i -> Api.login(name, "wrong").statusCode());
            while (!statuses.contains(429)) {
                statuses = new ArrayList<>(statuses);
                statuses.add(Api.login(name, "wrong").statusCode());
            }
            assertEquals(30, statuses.stream().filter(status -> status == 401).count(), statuses.toString());
        }
        Api.login(user.email(), user.password()).then().statusCode(200);
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

    @Test
    void refusalsDoNotDifferInOneByte() {
        User disabled = Api.user();
        Api.json(Api.admin(), "{\"disabled\": true}").patch("/auth/accounts/" + disabled.nick()).then().statusCode(200);
        User user = Api.user();
        RegisteredDevice deleted = Api.ownedBy(user);
        user.request().delete("/devices/" + deleted.id()).then().statusCode(200);
        List<Response> refusals = List.of(Api.anonymous().post("/auth/login"),
                Api.login(user.nick(), "wrong"), Api.login(user.nick(), ""), Api.login(user.nick(), "x".repeat(2_000)),
                Api.login("nobody-here", "wrong"), Api.login("n".repeat(400), "wrong"), Api.login("no@body.here", "wrong"),
                Api.login("prn:::devices:/no-id", "wrong"), Api.login(disabled.nick(), disabled.password()),
                Api.login(deleted.prn(), deleted.secret()));
        String first = refusals.get(0).asString();
        refusals.forEach(refusal -> {
            assertEquals(401, refusal.statusCode());
            assertEquals(first, refusal.asString());
        });
    }

    @Test
    void aDeviceLogsInByItsPrnAndOnlyByIt() {
        RegisteredDevice device = Api.ownedBy(Api.user());
        assertEquals(200, Api.login(device.prn(), device.secret()).statusCode());
        assertEquals(401, Api.login(device.nick(), device.secret()).statusCode());
        assertEquals(401, Api.login(device.id(), device.secret()).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices", "prn:pantahub.com:apis:/base/devices",
            "devices objects.readonly prn:pantahub.com:apis:/fleet/all", "devices,devices"})
    void aScopeHasAShortAndALongName(String scope) {
        User user = Api.user();
        String token = login(user, scope);
        Api.as(token).get("/auth/auth_status").then().statusCode(200)
                .body("scopes", equalTo("prn:pantahub.com:apis:/base/devices"));
        Api.as(token).get("/devices/").then().statusCode(200);
        Api.as(token).post("/devices/").then().statusCode(200);
        Api.json(Api.as(token), Map.of("current", user.password(), "password", "other")).post("/auth/password").then()
                .statusCode(403).body("type", equalTo("/problems/insufficient-scope"));
    }

    @Test
    void scopesOfOtherServicesAloneOpenNothing() {
        String token = login(Api.user(), "trails.readonly prn:pantahub.com:apis:/base/nothing.such");
        Api.as(token).get("/devices/").then().statusCode(403).body("type", equalTo("/problems/insufficient-scope"))
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
        Api.as(token).get("/auth/auth_status").then().statusCode(200).body("scopes", equalTo(""));
        String fresh = Api.as(token).get("/auth/login").then().statusCode(200).extract().path("token");
        Api.as(fresh).get("/devices/").then().statusCode(403);
    }

    @Test
    void aTokenThatWritesDoesNotRead() {
        User user = Api.user();
        String token = login(user, "devices.write");
        Api.as(token).get("/devices/").then().statusCode(403).body("type", equalTo("/problems/insufficient-scope"));
        String id = Api.as(token).post("/devices/").then().statusCode(200).extract().path("id");
        Api.as(token).delete("/devices/" + id).then().statusCode(200);
    }

    @Test
    void theAnonymousUserWritesNothing() {
        String token = Api.token("prn:pantahub.com:auth:/anon", "prn:pantahub.com:auth:/anon");
        String id = Api.ownedBy(Api.user()).id();
        Api.as(token).get("/devices/").then().statusCode(200).body("", equalTo(List.of()));
        List<Response> refusals = List.of(Api.as(token).post("/devices/"), Api.as(token).put("/devices/" + id),
                Api.as(token).queryParam("challenge", "a-b-c-d").put("/devices/" + id),
                Api.as(token).delete("/devices/" + id), Api.as(token).post("/devices/tokens"),
                Api.json(Api.as(token), "{}").patch("/devices/" + id + "/user-meta"));
        refusals.forEach(refusal -> refusal.then().statusCode(403).body("type", equalTo("/problems/insufficient-scope"))
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\"")));
    }

    @Test
    void theClaimsHaveTheTypesThatClientsRead() {
        User user = Api.user();
        Map<String, Object> account = user.request().get("/auth/auth_status").then().statusCode(200).extract().path("");
        assertEquals(Set.of("id", "nick", "prn", "roles", "type", "scopes", "iat", "exp", "orig_iat"), account.keySet());
        assertTrue(account.get("roles") instanceof String && account.get("scopes") instanceof String);
        for (String time : List.of("iat", "exp", "orig_iat")) {
            assertTrue(account.get(time) instanceof Integer, time);
        }
        assertEquals(3_600, (int) account.get("exp") - (int) account.get("iat"));
        RegisteredDevice device = Api.selfRegistered();
        device.request().get("/auth/auth_status").then().statusCode(200).body("owner", equalTo(""))
                .body("id", equalTo(device.id())).body("nick", equalTo(device.nick())).body("roles", equalTo("device"));
    }

    @Test
    void aRefreshTakesTheRolesOfNow() {
        User user = Api.user();
        Api.json(Api.admin(), "{\"roles\": [\"user\", \"admin\"]}").patch("/auth/accounts/" + user.nick()).then()
                .statusCode(200);
        String fresh = user.request().get("/auth/login").then().statusCode(200).extract().path("token");
        Api.as(fresh).get("/auth/auth_status").then().body("roles", equalTo("admin user"));
    }

    @Test
    void nothingThatHasEndedIsRefreshed() {
        User user = Api.user();
        RegisteredDevice changed = Api.ownedBy(user);
        RegisteredDevice deleted = Api.ownedBy(user);
        Api.json(user.request(), Map.of("secret", "another")).put("/devices/" + changed.id()).then().statusCode(200);
        user.request().delete("/devices/" + deleted.id()).then().statusCode(200);
        User reset = Api.user();
        Api.json(reset.request(), Map.of("current", reset.password(), "password", "new")).post("/auth/password").then()
                .statusCode(200);
        User disabled = Api.user();
        Api.json(Api.admin(), "{\"disabled\": true}").patch("/auth/accounts/" + disabled.nick()).then().statusCode(200);
        User enabled = Api.user();
        for (boolean off : List.of(true, false)) {
            Api.json(Api.admin(), Map.of("disabled", off)).patch("/auth/accounts/" + enabled.nick()).then().statusCode(200);
        }
        User gone = Api.user();
        Api.admin().delete("/auth/accounts/" + gone.nick()).then().statusCode(200);
        for (String token : List.of(changed.token(), deleted.token(), reset.token(), disabled.token(), enabled.token(),
                gone.token())) {
            Api.as(token).get("/auth/login").then().statusCode(401);
            Api.as(token).get("/auth/auth_status").then().statusCode(401);
        }
        assertEquals(401, Api.login(changed.prn(), changed.secret()).statusCode());
        assertEquals(200, Api.login(changed.prn(), "another").statusCode());
        assertEquals(200, Api.login(enabled.nick(), enabled.password()).statusCode());
    }

    private static String login(User user, String scope) {
        return Api.json(Api.anonymous(), Map.of("username", user.nick(), "password", user.password(), "scope", scope))
                .post("/auth/login").then().statusCode(200).extract().path("token");
    }
}
