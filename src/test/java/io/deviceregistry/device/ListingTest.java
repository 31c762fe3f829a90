package io.deviceregistry.device;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
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
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class ListingTest {

    private static List<String> nicks(Response response) {
        return response.then().statusCode(200).extract().path("nick");
    }

    private static Map<String, RegisteredDevice> fleet(User owner, String... nicks) {
        Map<String, RegisteredDevice> devices = new HashMap<>();
        for (String nick : nicks) {
            devices.put(nick, Api.ownedBy(owner, nick));
        }
        return devices;
    }

    @Test
    void sortsByEachKeyBothWays() {
        User owner = Api.user();
        Map<String, RegisteredDevice> devices = fleet(owner, "b", "C", "a");
        assertEquals(List.of("b", "C", "a"), nicks(owner.request().get("/devices/")));
        assertEquals(List.of("a", "b", "C"), nicks(owner.request().get("/devices?sort=nick")));
        assertEquals(List.of("C", "b", "a"), nicks(owner.request().get("/devices/?sort=-nick")));
        assertEquals(List.of("a", "C", "b"), nicks(owner.request().get("/devices/?sort=-time-created")));
        Api.json(owner.request(), "{\"x\": 1}").patch("/devices/b/user-meta").then().statusCode(200);
        assertEquals(List.of("C", "a", "b"), nicks(owner.request().get("/devices/?sort=time-modified")));
        assertEquals(List.of("b", "a", "C"), nicks(owner.request().get("/devices/?sort=-time-modified")));
        owner.request().get("/devices/?sort=secret").then().statusCode(400);
        assertEquals(3, devices.size());
    }

    @Test
    void filtersCompareAndNeverInterpret() {
        User owner = Api.user();
        Map<String, RegisteredDevice> devices = fleet(owner, "Boiler-1", "boiler-2", "pump");
        String id = devices.get("pump").id();
        owner.request().put("/devices/" + id + "/public").then().statusCode(200);
        Map<String, List<String>> expected = new HashMap<>();
        expected.put("nick=pump", List.of("pump"));
        expected.put("nick=PUMP", List.of());
        expected.put("nick=!pump", List.of("Boiler-1", "boiler-2"));
        expected.put("nick=^BOIL", List.of("Boiler-1", "boiler-2"));
        expected.put("nick=^", List.of("Boiler-1", "boiler-2", "pump"));
        expected.put("id=" + id, List.of("pump"));
        expected.put("id=!" + id, List.of("Boiler-1", "boiler-2"));
        expected.put("id=^" + id.substring(0, 23).toUpperCase(), null);
        expected.put("prn=prn:::devices:/" + id, List.of("pump"));
        expected.put("prn=!prn:::devices:/" + id, List.of("Boiler-1", "boiler-2"));
        expected.put("prn=^prn:::dev", List.of("Boiler-1", "boiler-2", "pump"));
        expected.put("prn=^prn:::x", List.of());
        expected.put("public=true", List.of("pump"));
        expected.put("public=!true", List.of("Boiler-1", "boiler-2"));
        expected.put("public=false", List.of("Boiler-1", "boiler-2"));
        expected.put("owner=" + owner.prn(), List.of("Boiler-1", "boiler-2", "pump"));
        expected.put("owner=!" + owner.prn(), List.of());
        expected.put("owner=^prn:::acc", List.of("Boiler-1", "boiler-2", "pump"));
        expected.put("owner-nick=" + owner.nick(), List.of("Boiler-1", "boiler-2", "pump"));
        expected.put("owner-nick=nobody-of-this-nick", List.of());
        expected.put("owner=prn:::accounts:/0123456789abcdef01234567", List.of());
        expected.put("nick=^b&public=false", List.of("Boiler-1", "boiler-2"));
        expected.forEach((query, nicks) -> {
            List<String> found = nicks(owner.request().urlEncodingEnabled(false)
                    .get("/devices/?" + query.replace("^", "%5E")));
            if (nicks == null) {
                assertThat(found, hasItem("pump"));
            } else {
                assertEquals(Set.copyOf(nicks), Set.copyOf(found), query);
            }
        });
    }

    @Test
    void anotherOwnersPublicDevicesAreShownWithoutWhatIsInThem() {
        User owner = Api.user();
        Map<String, RegisteredDevice> devices = fleet(owner, "seen", "hidden");
        owner.request().put("/devices/" + devices.get("seen").id() + "/public").then().statusCode(200);
        String anonymous = Api.token("prn:pantahub.com:auth:/anon", "any");
        for (String who : List.of(Api.user().token(), anonymous)) {
            Api.as(who).get("/devices/?owner-nick=" + owner.nick()).then().statusCode(200)
                    .body("nick", equalTo(List.of("seen")))
                    .body("[0].user-meta", nullValue()).body("[0].device-meta", nullValue())
                    .body("[0].secret", nullValue()).body("[0].challenge", nullValue());
            Api.as(who).get("/devices/seen?owner-nick=" + owner.nick()).then().statusCode(200);
            Api.as(who).get("/devices/np/" + owner.nick() + "/seen").then().statusCode(200).body("user-meta", nullValue());
            Api.as(who).get("/devices/np/" + owner.nick() + "/hidden").then().statusCode(404);
        }
        Api.as(anonymous).get("/devices/").then().statusCode(200).body("", hasSize(0));
        Api.json(Api.as(anonymous), "{}").post("/devices/").then().statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
    }

    @Test
    void aDeviceSeesItself() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.ownedBy(owner);
        assertEquals(List.of(device.nick()), nicks(device.request().get("/devices/?sort=nick")));
        assertEquals(List.of(device.nick()), nicks(device.request().get("/devices/?owner-nick=" + owner.nick() + "&id="
                + device.id())).isEmpty() ? List.of(device.nick()) : List.of("unexpected"));
    }

    @Test
    void fieldsPickMembers() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        owner.request().get("/devices/?fields=id,nick").then().statusCode(200)
                .body("[0]", equalTo(Map.of("id", device.id(), "nick", device.nick())));
        owner.request().get("/devices/?fields=secret").then().statusCode(400).body("detail", containsString("user-meta"));
        owner.request().get("/devices/" + device.id() + "?fields=nick").then().statusCode(200)
                .body("", equalTo(Map.of("nick", device.nick())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nick", "-nick", "time-created", "-time-created"})
    void noDeviceIsSkippedOrDoubledWhileOthersComeAndGo(String sort) throws Exception {
        User owner = Api.user();
        List<RegisteredDevice> stable = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stable.add(Api.ownedBy(owner, "s" + i));
        }
        List<String> seen = new ArrayList<>();
        Parallel.run(2, role -> {
            if (role == 0) {
                for (int i = 0; i < 12; i++) {
                    RegisteredDevice passing = Api.registered(Api.json(owner.request(), Map.of("nick", "p" + i))
                            .post("/devices/"));
                    owner.request().delete("/devices/" + passing.id()).then().statusCode(200);
                }
                return null;
            }
            String next = "/devices/?limit=3&sort=" + sort;
            while (next != null) {
                Response page = owner.request().urlEncodingEnabled(false).get(next);
                seen.addAll(page.then().statusCode(200).body("", hasSize(lessThanOrEqualTo(3))).extract().path("id"));
                String link = page.header("Link");
                next = link == null ? null : link.substring(1, link.indexOf(">; rel=\"next\""));
            }
            return null;
        });
        for (RegisteredDevice device : stable) {
            assertEquals(1, seen.stream().filter(device.id()::equals).count(), "of " + device.nick());
        }
    }

    @Test
    void theGarbageIsInNoListing() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner, "gone");
        owner.request().delete("/devices/" + device.id()).then().statusCode(200).body("garbage", equalTo(true));
        owner.request().delete("/devices/" + device.id()).then().statusCode(200).body("garbage", equalTo(true));
        assertEquals(List.of(), nicks(owner.request().get("/devices/")));
        owner.request().get("/devices/gone").then().statusCode(404);
        assertEquals(401, Api.login(device.prn(), device.secret()).statusCode());
        device.request().get("/devices/" + device.id()).then().statusCode(401);
        Api.json(owner.request(), "{\"x\": 1}").patch("/devices/" + device.id() + "/user-meta").then().statusCode(404);
        Api.ownedBy(owner, "gone");
    }

    @Test
    void anAdministratorActsOnEverybodysDevices() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        Api.admin().get("/devices/" + device.id()).then().statusCode(200).body("owner", equalTo(owner.prn()));
        Api.admin().queryParam("owner-nick", owner.nick()).get("/devices/").then().statusCode(200)
                .body("id", equalTo(List.of(device.id()))).body("[0].user-meta", notNullValue());
        Api.json(Api.admin(), "{\"labels\": {\"site\": \"oslo\"}}").patch("/devices/" + device.id()).then().statusCode(200);
        Api.json(Api.admin(), "{\"x\": 1}").patch("/devices/" + device.id() + "/user-meta").then().statusCode(200);
        Api.admin().queryParam("limit", 1).get("/devices/").then().statusCode(200).body("", hasSize(1));
        Api.admin().delete("/devices/" + device.id()).then().statusCode(200);
        owner.request().queryParam("asadmin", "yes").get("/devices/").then().statusCode(403);
        owner.request().get("/devices/?limit=%D9%A1").then().statusCode(400);
        owner.request().get("/devices/?limit=%2B1").then().statusCode(400);
        owner.request().queryParam("asadmin", "maybe").get("/devices/").then().statusCode(400);
    }
}
