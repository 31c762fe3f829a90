package io.deviceregistry.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class AccountTest {

    @Test
    void signingUpAnswersTheAccount() {
        String nick = Api.unique("u");
        Api.json(Api.anonymous(), Map.of("email", nick + "@Example.com", "nick", nick, "password", "p")).post("/auth/accounts")
                .then().statusCode(200).header("Location", startsWith("/auth/accounts/")).body("type", equalTo("USER"))
                .body("nick", equalTo(nick)).body("prn", startsWith("prn:::accounts:/"))
                .body("time-created", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("password", nullValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = 59, value = {
            "{\"nick\":\"abc\",\"password\":\"p\"};Accounts must have an email address",
            "{\"nick\":\"abc\",\"email\":\"a@b.c\"};Accounts must have a password set",
            "{\"email\":\"a@b.c\",\"password\":\"p\"};Accounts must have a nick set",
            "{\"nick\":\"admin\",\"email\":\"x@b.c\",\"password\":\"p\"};Email or Nick already in use",
            "{\"nick\":\"other\",\"email\":\"ADMIN@localhost\",\"password\":\"p\"};Email or Nick already in use"})
    void refusalsAreWordedAsTheClientsKnowThem(String body, String error) {
        Api.json(Api.anonymous(), body).post("/auth/accounts").then().statusCode(412).body("error", equalTo(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "UPPER", "a b c", "x@y.z", "abcdefghijklmnopqrstuvwx", "new\nline", "end\n"})
    void aBadNickIsRefused(String nick) {
        Api.json(Api.anonymous(), Map.of("nick", nick, "email", Api.unique("e") + "@b.c", "password", "p"))
                .post("/auth/accounts").then().statusCode(412);
    }

    @Test
    void ofTwoWhoTakeOneNickAtOnceExactlyOneWins() throws Exception {
        String nick = Api.unique("u");
        List<Integer> statuses = Parallel.run(4, i -> Api.json(Api.anonymous(), Map.of("nick", nick, "email",
                nick + i + "@b.c", "password", "p")).post("/auth/accounts").statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(3, statuses.stream().filter(status -> status == 412).count());
    }

    @Test
    void accountsAreListedToAdministratorsInPages() {
        User user = Api.user();
        user.request().get("/auth/accounts").then().statusCode(200).body("prn", equalTo(List.of(user.prn())));
        user.request().get("/auth/").then().statusCode(200).body("prn", equalTo(user.prn()));
        user.request().queryParam("asadmin", "yes").get("/auth/accounts").then().statusCode(403);
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        List<String> seen = new ArrayList<>();
        String next = "/auth/accounts?asadmin=yes&limit=2";
        while (next != null) {
            Response page = Api.as(admin).urlEncodingEnabled(false).get(next);
            seen.addAll(page.then().statusCode(200).body("", hasSize(lessThanOrEqualTo(2))).extract().path("prn"));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf(">"));
        }
        assertThat(seen, hasItem(user.prn()));
        assertEquals(seen.size(), Set.copyOf(seen).size());
    }

    @Test
    void anAdministratorDisablesEnablesPromotesAndResets() {
        User user = Api.user();
        String path = "/auth/accounts/" + user.nick();
        Api.json(user.request(), "{\"disabled\": true}").patch(path).then().statusCode(403);
        Api.json(Api.admin(), "{\"disabled\": true}").patch(path).then().statusCode(200).body("disabled", equalTo(true));
        user.request().get("/auth/").then().statusCode(401);
        assertEquals(401, Api.login(user.nick(), user.password()).statusCode());
        Api.json(Api.admin(), "{\"disabled\": false, \"roles\": [\"user\", \"admin\"], \"password\": \"reset\"}").patch(path)
                .then().statusCode(200).body("roles", containsInAnyOrder("user", "admin"));
        Api.as(Api.token(user.nick(), "reset")).queryParam("asadmin", "yes").get("/auth/accounts").then().statusCode(200);
        Api.json(Api.admin(), "{\"roles\": [\"king\"]}").patch(path).then().statusCode(422);
        Api.json(Api.admin(), "{}").patch("/auth/accounts/nobody-here").then().statusCode(404);
    }

    @Test
    void anAccountWithDevicesGoesOnlyWhenItIsSaidWhatBecomesOfThem() {
        User user = Api.user();
        RegisteredDevice device = Api.ownedBy(user, "twin");
        User heir = Api.user();
        Api.ownedBy(heir, "twin");
        String path = "/auth/accounts/" + user.nick();
        user.request().delete(path).then().statusCode(403);
        Api.admin().delete(path).then().statusCode(409);
        Api.admin().queryParam("devices", "burn").delete(path).then().statusCode(400);
        Api.admin().queryParam("devices", "transfer:nobody-here").delete(path).then().statusCode(422);
        user.request().get("/auth/").then().statusCode(200);
        Api.admin().queryParam("devices", "transfer:" + heir.nick()).delete(path).then().statusCode(200);
        user.request().get("/auth/").then().statusCode(401);
        heir.request().get("/devices/" + device.id()).then().statusCode(200).body("owner", equalTo(heir.prn()))
                .body("owner-nick", equalTo(heir.nick())).body("nick", startsWith("twin_"));
        Api.admin().delete(path).then().statusCode(404);
        User other = Api.user();
        RegisteredDevice discarded = Api.ownedBy(other);
        Api.admin().queryParam("devices", "garbage").delete("/auth/accounts/" + other.nick()).then().statusCode(200);
        Api.admin().queryParam("state", "garbage").get("/devices/" + discarded.id()).then().statusCode(200).body("garbage",
                equalTo(true));
    }

    @Test
    void theAnswerToASignUpHasNoOtherMembers() {
        String nick = Api.unique("u");
        Map<String, Object> account = Api.json(Api.anonymous(), Map.of("email", nick + "@b.c", "nick", nick, "password", "p"))
                .post("/auth/accounts").then().statusCode(200).extract().path("");
        assertEquals(Set.of("type", "email", "nick", "prn", "time-created", "time-modified"), account.keySet());
        assertEquals(account, Api.as(Api.token(nick, "p")).get("/auth/").then().statusCode(200).extract().path(""));
    }

    @Test
    void anEmptySignUpMissesTheEmailFirst() {
        Api.anonymous().post("/auth/accounts").then().statusCode(412)
                .body("error", equalTo("Accounts must have an email address"));
        Api.json(Api.anonymous(), "{\"email\":\"\",\"nick\":\"\",\"password\":\"\"}").post("/auth/accounts").then()
                .statusCode(412).body("error", equalTo("Accounts must have an email address"));
        Api.json(Api.anonymous(), "{\"email\":\"no address\",\"nick\":\"abc\",\"password\":\"p\"}").post("/auth/accounts")
                .then().statusCode(412).body("code", equalTo(412));
    }

    @Test
    void ofManyWhoTakeOneAddressAtOnceExactlyOneWins() throws Exception {
        String nick = Api.unique("u");
        List<Integer> statuses = Parallel.run(4, i -> Api.json(Api.anonymous(), Map.of("nick", nick + i, "email",
                i % 2 == 0 ? nick + "@b.c" : nick.toUpperCase(java.util.Locale.ROOT) + "@B.C", "password", "p"))
                .post("/auth/accounts").statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(3, statuses.stream().filter(status -> status == 412).count());
    }

    @Test
    void asadminIsYesOrNothing() {
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        for (String value : List.of("maybe", "YES", "true", "no")) {
            Api.as(admin).queryParam("asadmin", value).get("/auth/accounts").then().statusCode(400);
        }
        Api.as(admin).queryParam("asadmin", "yes", "yes").get("/auth/accounts").then().statusCode(400);
        Api.as(admin).get("/auth/accounts").then().statusCode(200).body("nick", equalTo(List.of("admin")));
        Api.json(Api.as(admin), "{\"disabled\": true}").patch("/auth/accounts/admin").then().statusCode(403);
        Api.as(admin).delete("/auth/accounts/admin").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=100000", "limit=two", "cursor=AAAA", "nick=a"})
    void aPageThatIsNoneIsRefused(String query) {
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        Api.as(admin).get("/auth/accounts?asadmin=yes&" + query).then().statusCode(400);
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtOnce() {
        User user = Api.user();
        String path = "/auth/accounts/" + user.prn().substring(user.prn().lastIndexOf('/') + 1);
        Api.json(Api.admin(), "{\"roles\": [\"admin\"]}").patch(path).then().statusCode(200);
        user.request().queryParam("asadmin", "yes").get("/auth/accounts").then().statusCode(200);
        Api.json(Api.admin(), "{\"roles\": [\"user\"]}").patch(path).then().statusCode(200);
        user.request().queryParam("asadmin", "yes").get("/auth/accounts").then().statusCode(403);
    }

    @Test
    void aPasswordThatIsResetEndsTheTokensOfTheOldOne() {
        User user = Api.user();
        String path = "/auth/accounts/" + user.nick();
        Api.json(Api.admin(), "{\"password\": \"\"}").patch(path).then().statusCode(422);
        Api.json(Api.admin(), "{\"password\": \"reset\"}").patch(path).then().statusCode(200)
                .body("password", nullValue());
        user.request().get("/auth/").then().statusCode(401);
        assertEquals(401, Api.login(user.nick(), user.password()).statusCode());
        assertEquals(200, Api.login(user.nick(), "reset").statusCode());
    }

    @Test
    void anHeirMustBeSomebodyElseWhoIsActive() {
        User user = Api.user();
        Api.ownedBy(user);
        User disabled = Api.user();
        Api.json(Api.admin(), "{\"disabled\": true}").patch("/auth/accounts/" + disabled.nick()).then().statusCode(200);
        for (String heir : List.of(user.nick(), disabled.nick())) {
            Api.admin().queryParam("devices", "transfer:" + heir).delete("/auth/accounts/" + user.nick()).then()
                    .statusCode(422);
        }
        user.request().get("/auth/").then().statusCode(200);
    }

    @Test
    void aNickIsFreeAgainWhenItsAccountIsGone() {
        User first = Api.user();
        String token = Api.json(first.request(), "{}").post("/devices/tokens").path("token");
        Api.admin().delete("/auth/accounts/" + first.nick()).then().statusCode(200);
        Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/").then().statusCode(400);
        User second = Api.user(first.nick());
        second.request().get("/devices/tokens").then().statusCode(200).body("", hasSize(0));
        first.request().get("/auth/").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"disabled\": null}", "{\"roles\": null}", "{\"password\": null}", "{\"roles\": [null]}",
            "{\"roles\": [\"user\", null]}"})
    void whatEveryAccountHasCannotBeRemoved(String body) {
        User user = Api.user();
        Api.json(Api.admin(), body).patch("/auth/accounts/" + user.nick()).then().statusCode(400)
                .body("violations[0].message", equalTo("must not be null"));
        assertEquals(200, user.request().get("/auth/").statusCode());
    }

    @Test
    void devicesHaveNoAccount() {
        RegisteredDevice device = Api.selfRegistered();
        device.request().get("/auth/").then().statusCode(403);
        device.request().get("/auth/accounts").then().statusCode(403);
        device.request().post("/auth/logout").then().statusCode(403);
        Api.json(device.request(), Map.of("current", device.secret(), "password", "p")).post("/auth/password").then()
                .statusCode(403);
    }
}
