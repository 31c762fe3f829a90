package io.deviceregistry.autotoken;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class AutoTokenTest {

    private static Response create(User owner, Object body) {
        return Api.json(owner.request(), body).post("/devices/tokens");
    }

    private static Response join(String token) {
        return Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/");
    }

    @Test
    void aDeviceJoinsTheTokensOwnerAtOnce() {
        User owner = Api.user();
        Response created = create(owner, Map.of("nick", "factory", "default-user-meta", Map.of("site", "oslo")));
        String token = created.then().statusCode(200).header("Cache-Control", "no-store")
                .body("owner", equalTo(owner.prn())).body("disabled", equalTo(false)).extract().path("token");
        assertThat(token, matchesPattern("[A-Za-z0-9+/]{32}"));
        join(token).then().statusCode(200).body("owner", equalTo(owner.prn())).body("challenge", nullValue())
                .body("user-meta", equalTo(Map.of("site", "oslo"))).body("nick", not(startsWith("__")));
        owner.request().get("/devices/tokens").then().statusCode(200).body("[0].token", nullValue())
                .body("[0].uses", equalTo(1)).body("[0].nick", equalTo("factory"));
    }

    @Test
    void aDisabledTokenLetsNobodyJoin() {
        User owner = Api.user();
        Response created = create(owner, Map.of());
        String path = "/devices/tokens/" + created.path("id");
        Api.user().request().delete(path).then().statusCode(404);
        for (int i = 0; i < 2; i++) {
            owner.request().delete(path).then().statusCode(200).body("", equalTo(Map.of("status", "OK")));
        }
        join(created.path("token")).then().statusCode(400).body("type", equalTo("/problems/bad-auto-token"));
        owner.request().delete("/devices/tokens/x").then().statusCode(400);
    }

    @Test
    void anAdministratorDisablesTheTokenOfAnybodyAndOnlyAsOne() {
        Response created = create(Api.user(), Map.of());
        String path = "/devices/tokens/" + created.path("id");
        Api.as(Api.token("admin", TestStorage.ADMIN_PASSWORD)).delete(path).then().statusCode(404);
        Api.admin().delete("/devices/tokens/" + "0".repeat(24)).then().statusCode(404);
        Api.admin().delete(path).then().statusCode(200);
        join(created.path("token")).then().statusCode(400);
    }

    @Test
    void anAdministratorSeesTheTokensOfEverybodyAndOnlyAsOne() {
        List<String> made = List.of(create(Api.user(), Map.of()).path("id"), create(Api.user(), Map.of()).path("id"));
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        Api.as(admin).get("/devices/tokens").then().statusCode(200).body("id", not(hasItem(made.get(0))));
        List<String> seen = new ArrayList<>();
        String next = "/devices/tokens?asadmin=yes&limit=2";
        while (next != null) {
            Response page = Api.as(admin).urlEncodingEnabled(false).get(next);
            page.then().statusCode(200).body("token", everyItem(nullValue()));
            seen.addAll(page.path("id"));
            next = Api.next(page);
        }
        assertTrue(seen.containsAll(made), () -> made + " in " + seen);
        assertEquals(Set.copyOf(seen).size(), seen.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "not base64 at all, but 32 characters",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{\"$ne\": \"\"}"})
    void whatIsNoTokenIsRefused(String token) {
        join(token).then().statusCode(400).body("type", equalTo("/problems/bad-auto-token"));
    }

    @Test
    void aTokenIsUsedUpExactly() throws Exception {
        User owner = Api.user();
        String token = create(owner, Map.of("max-uses", 3)).path("token");
        List<Integer> statuses = Parallel.run(8, i -> join(token).statusCode());
        assertEquals(3, statuses.stream().filter(status -> status == 200).count());
        assertEquals(5, statuses.stream().filter(status -> status == 400).count());
        owner.request().get("/devices/").then().body("", hasSize(3));
    }

    @Test
    void limitsOfATokenAreChecked() {
        User owner = Api.user();
        create(owner, Map.of("expires", "2020-01-01T00:00:00Z")).then().statusCode(422);
        create(owner, Map.of("expires", "soon")).then().statusCode(400);
        create(owner, Map.of("max-uses", 0)).then().statusCode(422).body("violations[0].field", equalTo("max-uses"));
        create(owner, Map.of("max-uses", "3")).then().statusCode(400);
        create(owner, Map.of("max-uses", " ")).then().statusCode(400).body("violations[0].field", equalTo("max-uses"));
        create(owner, Map.of("nick", "a b")).then().statusCode(400);
        create(owner, Map.of("default-user-meta", Map.of("a", "x".repeat(270_000)))).then().statusCode(422);
        create(owner, Map.of("expires", "2100-01-01T00:00:00Z")).then().statusCode(200)
                .body("expires", equalTo("2100-01-01T00:00:00.000Z"));
        owner.request().get("/devices/tokens?limit=1").then().statusCode(200).body("", hasSize(1));
    }

    @Test
    void theTokensOfADisabledOwnerAreDead() {
        User owner = Api.user();
        String token = create(owner, Map.of()).path("token");
        Api.json(Api.admin(), "{\"disabled\": true}").patch("/auth/accounts/" + owner.nick()).then().statusCode(200);
        join(token).then().statusCode(400);
    }

    @Test
    void aUseIsCountedOnlyWhenTheOwnerMayHaveDevices() {
        User owner = Api.user();
        String token = create(owner, Map.of("max-uses", 1)).path("token");
        Api.json(Api.admin(), "{\"disabled\": true}").patch("/auth/accounts/" + owner.nick()).then().statusCode(200);
        for (int i = 0; i < 3; i++) {
            join(token).then().statusCode(400);
        }
        Api.json(Api.admin(), "{\"disabled\": false}").patch("/auth/accounts/" + owner.nick()).then().statusCode(200);
        join(token).then().statusCode(200);
        join(token).then().statusCode(400);
        Api.as(Api.token(owner.nick(), owner.password())).get("/devices/tokens").then().body("uses", equalTo(List.of(1)));
    }

    @Test
    void theTokenIsShownOnceAndNowhereElse() {
        User owner = Api.user();
        Response created = create(owner, Map.of("nick", "once"));
        created.then().statusCode(200).header("Location", equalTo("/devices/tokens/" + created.path("id")))
                .body("prn", endsWith(created.path("id"))).body("uses", equalTo(0)).body("expires", nullValue())
                .body("max-uses", nullValue());
        String token = created.path("token");
        Response joined = join(token);
        for (Response later : List.of(joined, owner.request().get("/devices/tokens"), owner.request().get("/devices/"),
                owner.request().delete("/devices/tokens/" + created.path("id")))) {
            assertThat(later.then().statusCode(200).extract().asString(), not(containsString(token)));
        }
    }

    @Test
    void aTokenWithoutANickGetsOne() {
        User owner = Api.user();
        Api.anonymous().post("/devices/tokens").then().statusCode(401);
        owner.request().post("/devices/tokens").then().statusCode(200).body("nick", matchesPattern("[a-z]+(_[a-z]+)+"))
                .body("default-user-meta", equalTo(Map.of()));
        Api.ownedBy(owner).request().post("/devices/tokens").then().statusCode(403);
    }

    @Test
    void tokensAreListedInPagesToTheirOwnerOnly() {
        User owner = Api.user();
        List<String> made = java.util.stream.IntStream.range(0, 3).<String>mapToObj(i -> create(owner, Map.of()).path("id"))
                .toList();
        Response first = owner.request().get("/devices/tokens?limit=2");
        first.then().statusCode(200).body("id", equalTo(made.subList(0, 2)));
        String next = Api.next(first);
        owner.request().urlEncodingEnabled(false).get(next).then().statusCode(200)
                .body("id", equalTo(made.subList(2, 3))).header("Link", nullValue());
        User other = Api.user();
        other.request().get("/devices/tokens").then().statusCode(200).body("", hasSize(0));
        other.request().urlEncodingEnabled(false).get(next).then().statusCode(400);
    }

    @Test
    void aDeviceWhoseNickTheOwnerHasAlreadyGetsASuffix() {
        User owner = Api.user();
        Api.ownedBy(owner, "twin");
        String token = create(owner, Map.of()).path("token");
        Api.json(Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token), Map.of("nick", "twin", "device-meta",
                Map.of("arch", "x"), "user-meta", Map.of("no", 1))).post("/devices/").then().statusCode(200)
                .body("nick", startsWith("twin_")).body("device-meta", equalTo(Map.of("arch", "x")))
                .body("user-meta", equalTo(Map.of())).body("owner-nick", equalTo(owner.nick()));
    }

    @Test
    void aRefusedDeviceUsesNothingUp() {
        User owner = Api.user();
        String token = create(owner, Map.of("max-uses", 1)).path("token");
        Api.json(Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token), Map.of("nick", "a b")).post("/devices/")
                .then().statusCode(400).body("type", equalTo("/problems/bad-nick"));
        join(token).then().statusCode(200);
        join(token).then().statusCode(400).body("type", equalTo("/problems/bad-auto-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"+292278994-08-17T07:12:55.808Z\"", "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "31556889864403199",
            "4102444800", "1e400", "true", "{}", "[]", "\"\"", "\"tomorrow\"", "\"2099-01-01\"",
            "\"2099-01-01T00:00:00.0001Z\"",
            "\"10000-01-01T00:00:00Z\""})
    void anEndThatIsNoTimeOfARequestIsRefused(String expires) {
        Api.json(Api.shared("a user").request(), "{\"expires\": " + expires + "}").post("/devices/tokens").then()
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"9999-12-31T00:00:00Z, 9999-12-31T00:00:00.000Z", "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
            "2099-06-01T12:00:00.5+02:00, 2099-06-01T10:00:00.500Z"})
    void anEndComesBackAsTheSameInstant(String expires, String shown) {
        User owner = Api.shared("a user");
        String id = create(owner, Map.of("expires", expires)).then().statusCode(200).body("expires", equalTo(shown)).extract()
                .path("id");
        owner.request().get("/devices/tokens?limit=1000").then().body("find { it.id == '" + id + "' }.expires", equalTo(shown));
    }

    /** A variable that was not set must not make a device that belongs to nobody. */
    @Test
    void anEmptyTokenIsABadOne() {
        for (String value : List.of("", " ", "\t")) {
            Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", value).post("/devices/").then().statusCode(400)
                    .body("type", equalTo("/problems/bad-auto-token"));
        }
    }
}
