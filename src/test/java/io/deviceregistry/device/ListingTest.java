package io.deviceregistry.device;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

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
import io.restassured.response.ValidatableResponse;

@QuarkusTest
@WithTestResource(TestStorage.class)
class ListingTest {

    private static final int DEVICES = 60;
    private static final int PAGE = 7;
    private static final int MOST_CHANGES = 300;

    private User owner;

    @BeforeEach
    void makeOwner() {
        owner = Api.user();
    }

    @Test
    void theOrderIsThatOfTheirMaking() {
        List<String> made = devices("a", "C", "b").stream().map(RegisteredDevice::id).toList();
        assertEquals(made, ids("/devices/"));
        assertEquals(made, ids("/devices"));
        assertEquals(made.subList(0, 2), ids("/devices/?limit=2"));
        assertEquals(made, ids("/devices/?limit=3"));
        owner.request().get("/devices/?limit=3").then().header("Link", nullValue());
    }

    @Test
    void sortsByEachKeyInBothDirections() {
        List<RegisteredDevice> made = devices("b", "C", "a", "D");
        // The first one is modified last.
        Api.json(owner.request(), "{\"public\": true}").patch("/devices/" + made.get(0).id()).then().statusCode(200);
        for (String member : List.of("nick", "time-created", "time-modified")) {
            List<Map<String, Object>> listed = owner.request().get("/devices/?sort=" + member).then().statusCode(200).extract()
                    .path("");
            Comparator<Map<String, Object>> order = Comparator
                    .comparing((Map<String, Object> device) -> device.get(member).toString().toLowerCase(Locale.ROOT))
                    .thenComparing(device -> device.get("id").toString());
            assertEquals(listed.stream().sorted(order).toList(), listed, member);
            List<String> forwards = ids("/devices/?sort=" + member);
            List<String> backwards = new ArrayList<>(ids("/devices/?sort=-" + member));
            Collections.reverse(backwards);
            assertEquals(forwards, backwards);
            assertEquals(forwards, pages("/devices/?limit=1&sort=" + member));
            Collections.reverse(backwards);
            assertEquals(backwards, pages("/devices/?limit=1&sort=-" + member));
        }
    }

    @Test
    void fieldsPicksMembers() {
        devices("a");
        owner.request().get("/devices/?fields=id,nick").then().statusCode(200)
                .body("[0].keySet().sort()", equalTo(List.of("id", "nick")));
        owner.request().get("/devices/?fields=user-meta,time-created").then().statusCode(200)
                .body("[0].keySet().sort()", equalTo(List.of("time-created", "user-meta")));
        for (String bad : List.of("secret", "id,", "id,colour", "*")) {
            owner.request().queryParam("fields", bad).get("/devices/").then().statusCode(400)
                    .body("violations[0].field", equalTo("fields"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=1001", "limit=x", "limit=1.5", "limit=99999999999",
            "limit=1&limit=2",
            "sort=colour", "sort=--nick", "sort=nick,owner", "cursor=x", "colour=red", "secret=%5Ea",
            "$where=1",
            "nick[$ne]=x", "nick=!", "nick=%7B%7D", "nick=a.*", "public=yes", "public=%5Etrue", "id=xyz",
            "id=!",
            "prn=%24", "asadmin=no"})
    void whatIsNotAllowedIsRefused(String query) {
        owner.request().urlEncodingEnabled(false).get("/devices/?" + query).then().statusCode(400)
                .body("type", startsWith("/problems/"));
    }

    @Test
    void anEmptyParameterIsAsNone() {
        List<String> made = devices("a", "b").stream().map(RegisteredDevice::id).toList();
        for (String name : List.of("limit", "sort", "cursor", "fields", "nick", "public", "owner-nick")) {
            assertEquals(made, ids("/devices/?" + name + "="));
        }
    }

    @Test
    void theRefusalListsWhatIsAllowed() {
        owner.request().get("/devices/?colour=red").then().statusCode(400).body("type", equalTo("/problems/unknown-parameter"))
                .body("detail", containsString("owner-nick")).body("detail", containsString("cursor"));
        owner.request().get("/devices/?limit=1001").then().statusCode(400).body("detail", containsString("1000"));
    }

    @Test
    void filtersNarrow() {
        List<RegisteredDevice> made = devices("Alpha", "alpine", "beta");
        String unique = made.get(0).nick().substring("Alpha-".length());
        owner.request().put("/devices/" + made.get(2).id() + "/public").then().statusCode(200);
        List<String> all = made.stream().map(RegisteredDevice::id).toList();
        String id = all.get(0);
        filtered("nick", made.get(0).nick(), made, 0);
        filtered("nick", made.get(0).nick().toLowerCase(Locale.ROOT), made);
        filtered("nick", "!" + made.get(0).nick(), made, 1, 2);
        filtered("nick", "^al", made, 0, 1);
        filtered("nick", "^ALPHA-" + unique.toUpperCase(Locale.ROOT), made, 0);
        filtered("nick", "^", made, 0, 1, 2);
        filtered("nick", "^%", made);
        filtered("id", id, made, 0);
        filtered("id", "!" + id, made, 1, 2);
        filtered("id", "^" + id.substring(0, 4), made, 0, 1, 2);
        filtered("id", "^" + id.toUpperCase(Locale.ROOT), made, 0);
        filtered("id", "abc", made);
        filtered("prn", made.get(1).prn(), made, 1);
        filtered("prn", "!" + made.get(1).prn(), made, 0, 2);
        filtered("prn", "^PRN:::devices:/" + id.substring(0, 4), made, 0, 1, 2);
        filtered("prn", "^prn:::acc", made);
        filtered("prn", "!prn:::accounts:/1", made, 0, 1, 2);
        filtered("public", "true", made, 2);
        filtered("public", "!true", made, 0, 1);
        filtered("public", "false", made, 0, 1);
        filtered("public", "!false", made, 2);
        filtered("owner", owner.prn(), made, 0, 1, 2);
        filtered("owner", "!" + owner.prn(), made);
        filtered("owner", "^prn:::ACCOUNTS", made, 0, 1, 2);
        filtered("owner-nick", owner.nick(), made, 0, 1, 2);
        filtered("owner-nick", "!" + owner.nick(), made);
        filtered("owner-nick", "^" + owner.nick().substring(0, 6).toUpperCase(Locale.ROOT), made, 0, 1, 2);
        owner.request().queryParam("nick", "^al").queryParam("id", "!" + id).get("/devices/").then().statusCode(200)
                .body("id", equalTo(List.of(all.get(1))));
    }

    private void filtered(String field, String value, List<RegisteredDevice> made, int... expected) {
        owner.request().queryParam(field, value).get("/devices/").then().statusCode(200).body("id",
                equalTo(IntStream.of(expected).mapToObj(i -> made.get(i).id()).toList()));
    }

    @Test
    void otherOwnersShowWhatIsPublicWithoutMetas() {
        List<RegisteredDevice> made = devices("a", "b", "c");
        owner.request().put("/devices/" + made.get(1).id() + "/public").then().statusCode(200);
        User stranger = Api.user();
        RegisteredDevice own = Api.ownedBy(stranger);
        String anonymous = Api.token("prn:pantahub.com:auth:/anon", "any");
        for (String token : List.of(stranger.token(), anonymous, own.token())) {
            for (String query : List.of("owner=" + owner.prn(), "owner-nick=" + owner.nick(),
                    "owner=" + owner.prn() + "&owner-nick=" + owner.nick(), "owner-nick=" + owner.nick() + "&public=true",
                    "owner-nick=" + owner.nick() + "&owner=^prn")) {
                listed(token, query).body("id", equalTo(List.of(made.get(1).id())))
                        .body("[0].owner-nick", equalTo(owner.nick()))
                        .body("[0].secret", nullValue()).body("[0].challenge", nullValue())
                        .body("[0].user-meta", nullValue()).body("[0].device-meta", nullValue());
            }
            for (String query : List.of("owner-nick=nobody-at-all", "owner=prn:::accounts:/0123456789abcdef01234567", "owner=x",
                    "owner=" + stranger.prn() + "&owner-nick=" + owner.nick(), "owner-nick=" + owner.nick() + "&public=false",
                    "owner-nick=" + owner.nick() + "&owner=!" + owner.prn(),
                    "owner=" + owner.prn() + "&owner-nick=!" + owner.nick())) {
                listed(token, query).body("", empty());
            }
        }
        listed(anonymous, "limit=5").body("", empty());
    }

    @Test
    void aDeviceSeesItself() {
        RegisteredDevice device = devices("a", "b").get(0);
        for (String query : List.of("sort=nick", "sort=-time-created", "sort=time-modified", "nick=^a", "owner-nick=^user",
                "owner=!prn:::accounts:/1", "id=" + device.id())) {
            listed(device.token(), query).body("id", equalTo(List.of(device.id()))).body("[0].user-meta", equalTo(Map.of()));
        }
        for (String query : List.of("nick=^b", "owner-nick=!" + owner.nick(), "owner-nick=^x", "owner=!" + owner.prn(),
                "id=!" + device.id())) {
            listed(device.token(), query).body("", empty());
        }
        RegisteredDevice unowned = Api.selfRegistered();
        listed(unowned.token(), "limit=2").body("id", equalTo(List.of(unowned.id())))
                .body("[0].challenge", equalTo(unowned.challenge())).body("[0].owner", equalTo(""));
    }

    private static ValidatableResponse listed(String token, String query) {
        return Api.as(token).get("/devices/?" + query).then().statusCode(200);
    }

    @Test
    void aCursorBelongsToItsQueryAndItsCaller() {
        devices("a", "b", "c");
        String next = next(owner.request().get("/devices/?limit=1&sort=nick"));
        String cursor = next.substring(next.indexOf("cursor=") + "cursor=".length());
        owner.request().get("/devices/?limit=2&fields=id&sort=nick&cursor=" + cursor).then().statusCode(200)
                .body("size()", equalTo(2));
        for (String query : List.of("sort=-nick", "sort=time-created", "sort=nick&nick=^a", "sort=nick&public=false")) {
            owner.request().get("/devices/?" + query + "&cursor=" + cursor).then().statusCode(400)
                    .body("type", equalTo("/problems/bad-cursor"));
        }
        Api.user().request().get("/devices/?sort=nick&cursor=" + cursor).then().statusCode(400);
    }

    @Test
    void theLinkKeepsTheQueryAsItWas() {
        List<RegisteredDevice> made = devices("a+1", "a+2%", "a+3");
        String path = "/devices/?nick=%5Ea%2B&limit=2&fields=id&owner-nick=" + owner.nick();
        assertEquals(made.stream().map(RegisteredDevice::id).toList(), pages(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nick", "-nick", "time-created", "-time-created"})
    void pagesSkipAndRepeatNothingWhileOthersComeAndGo(String sort) throws Exception {
        Set<String> lasting = Collections.synchronizedSet(new java.util.TreeSet<>());
        Parallel.run(4, part -> {
            for (int i = part; i < DEVICES; i += 4) {
                lasting.add(Api.registered(make(String.format("d%02d", i))).id());
            }
            return null;
        });
        assertEquals(DEVICES, lasting.size());
        AtomicBoolean done = new AtomicBoolean();
        List<List<String>> results = Parallel.run(3, part -> {
            if (part > 0) {
                return churn(part, done);
            }
            try {
                return pages("/devices/?limit=" + PAGE + "&sort=" + sort);
            } finally {
                done.set(true);
            }
        });
        List<String> seen = results.get(0);
        assertEquals(seen.size(), Set.copyOf(seen).size(), "some device twice");
        assertTrue(seen.containsAll(lasting), "some device skipped");
        assertEquals(DEVICES, ids("/devices/").size());
    }

    private List<String> churn(int part, AtomicBoolean done) {
        for (int i = 0; !done.get() && i < MOST_CHANGES; i++) {
            String id = make(String.format("d%02d-%d", i * 7 % DEVICES, part)).then().statusCode(200).extract().path("id");
            owner.request().delete("/devices/" + id).then().statusCode(200);
        }
        return List.of();
    }

    private Response make(String nick) {
        return Api.json(owner.request(), Map.of("nick", nick)).post("/devices/");
    }

    @Test
    void anAdministratorPagesThroughEverybodysDevices() {
        List<String> made = devices("a", "b", "c").stream().map(RegisteredDevice::id).toList();
        RegisteredDevice unowned = Api.selfRegistered();
        User admin = new User("admin", null, null, null, Api.token("admin", TestStorage.ADMIN_PASSWORD));
        for (String sort : List.of("nick", "-time-created", "time-modified")) {
            List<String> all = pages(admin, "/devices/?asadmin=yes&limit=25&fields=id&sort=" + sort);
            assertTrue(all.containsAll(made) && all.contains(unowned.id()));
        }
        assertEquals(made, pages(admin, "/devices/?asadmin=yes&limit=2&owner=" + owner.prn()));
        assertEquals(made, pages(admin, "/devices/?asadmin=yes&limit=2&owner-nick=^" + owner.nick()));
        owner.request().get("/devices/?asadmin=yes").then().statusCode(403);
    }

    /** Devices whose nicks begin so, in this order. */
    private List<RegisteredDevice> devices(String... nicks) {
        Map<String, RegisteredDevice> made = new LinkedHashMap<>();
        for (String nick : nicks) {
            made.put(nick, Api.ownedBy(owner, Api.unique(nick)));
        }
        return List.copyOf(made.values());
    }

    private List<String> ids(String path) {
        return owner.request().get(path).then().statusCode(200).extract().path("id");
    }

    private List<String> pages(String path) {
        return pages(owner, path);
    }

    /** All pages, from one Link to the next. */
    private static List<String> pages(User user, String first) {
        List<String> ids = new ArrayList<>();
        String path = first;
        while (path != null) {
            Response page = user.request().urlEncodingEnabled(false).get(path.replace("^", "%5E"));
            ids.addAll(page.then().statusCode(200).extract().<List<String>>path("id"));
            path = next(page);
        }
        return ids;
    }

    private static String next(Response page) {
        String link = page.then().statusCode(200).extract().header("Link");
        if (link == null) {
            return null;
        }
        assertTrue(link.matches("</devices/?\\?[^>]+>; rel=\"next\""), link);
        return link.substring(1, link.indexOf('>'));
    }
}
