package io.deviceregistry.auth.ratelimit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestDatabase;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Tight limits, at two replicas with one database behind a proxy. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("RateLimitIT")
class RateLimitIT {

    private static final int CALLERS = 32;

    @TempDir
    static Path directory;

    private static TestDatabase mongo;
    private static List<PackagedService> replicas;

    @BeforeAll
    static void start() throws Exception {
        mongo = TestDatabase.open(directory.resolve("mongo"));
        Map<String, String> configuration = new HashMap<>(mongo.settings(directory));
        configuration.put("registry.trusted-proxies", "127.0.0.1");
        configuration.put("registry.passwords.cost", "4");
        configuration.putAll(Map.of(
                "registry.rate-limit.wrong-logins-per-user-and-address", "5/1h",
                "registry.rate-limit.wrong-logins-per-user", "12/1h",
                "registry.rate-limit.wrong-logins-per-address", "30/24h",
                "registry.rate-limit.registrations-per-address", "20/24h",
                "registry.rate-limit.sign-ups-per-address", "3/24h",
                "registry.rate-limit.logins-per-address", "200/24h",
                "registry.rate-limit.requests-per-account", "300/24h",
                "registry.rate-limit.wrong-claims-per-device-and-account", "4/1h",
                "registry.rate-limit.wrong-claims-per-account", "6/1h"));
        replicas = List.of(PackagedService.start(directory, configuration), PackagedService.start(directory, configuration));
    }

    @AfterAll
    static void stop() {
        replicas.forEach(PackagedService::close);
        mongo.close();
    }

    private static RequestSpecification from(int replica, String address) {
        return replicas.get(replica % replicas.size()).request().header("X-Forwarded-For", address);
    }

    private static Response login(int replica, String address, String username, String password) {
        return from(replica, address).contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password)).post("/auth/login");
    }

    private static String user(String address) {
        String nick = Api.unique("u");
        from(0, address).contentType(ContentType.JSON)
                .body(Map.of("email", nick + "@example.com", "nick", nick, "password", "right")).post("/auth/accounts")
                .then().statusCode(200);
        return nick;
    }

    private static String token(String address, String nick) {
        return login(0, address, nick, "right").then().statusCode(200).extract().path("token");
    }

    /**
     * Calls from many threads, and on until a limit refuses: exactly so many are answered with the status. A slow machine
     * may answer 503 instead to one that was counted, and never lets one more through.
     */
    private static void exactly(int count, int status, IntUnaryOperator call) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        while (!statuses.contains(429)) {
            statuses.addAll(Parallel.run(CALLERS, call::applyAsInt));
        }
        long got = statuses.stream().filter(each -> each == status).count();
        long away = statuses.stream().filter(each -> each == 503).count();
        assertEquals(statuses.size(), got + away + statuses.stream().filter(each -> each == 429).count(), statuses.toString());
        assertTrue(got <= count && got + away >= count, statuses.toString());
    }

    /** Behind a proxy that sets only {@code Forwarded}, callers may send the other header, and the reverse. */
    @Test
    void nobodyChoosesAnAddressByTheHeaderThatTheProxiesDoNotSet() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String lie = "198.51.100." + i;
            boolean even = i % 2 == 0;
            statuses.add(replicas.get(0).request()
                    .header("Forwarded", even ? "for=192.0.2.90" : "for=192.0.2.90, for=" + lie)
                    .header("X-Forwarded-For", even ? "192.0.2.90, " + lie : "192.0.2.90")
                    .contentType(ContentType.JSON)
                    .body(Map.of("email", lie + "@example.com", "nick", Api.unique("u"), "password", "right"))
                    .post("/auth/accounts").statusCode());
        }
        assertEquals(3, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(7, statuses.stream().filter(status -> status == 429).count(), statuses.toString());
    }

    @Test
    void forwardedHeadersThatSayNothingAreAnswered() {
        for (String value : List.of("", ",", ", 1.2.3.4", " , ,1.2.3.4", "nonsense")) {
            from(0, value).get("/healthz/").then().statusCode(200);
            replicas.get(0).request().header("Forwarded", value).get("/healthz/").then().statusCode(200);
        }
        from(0, "192.0.2.91").header("X-Forwarded-Host", "a").header("Forwarded", "host=b;for=192.0.2.92;proto=x")
                .get("/problems").then().statusCode(200);
    }

    @Test
    void exactlySoManyPasswordsCanBeTriedAtAllReplicasTogether() throws Exception {
        String nick = user("192.0.2.10");
        exactly(5, 401, i -> login(i, "192.0.2.11", nick, "wrong" + i).statusCode());
        login(0, "192.0.2.11", nick, "right").then().statusCode(429)
                .contentType("application/problem+json").body("type", equalTo("/problems/too-many-requests"))
                .header("Retry-After", matchesPattern("3[0-9]{3}"))
                .header("RateLimit-Policy", "\"wrong-logins-per-user-and-address\";q=5;w=3600")
                .header("RateLimit", matchesPattern("\"wrong-logins-per-user-and-address\";r=0;t=3[0-9]{3}"));
        login(0, "192.0.2.12", nick, "right").then().statusCode(200);
    }

    /** What a caller without credentials sees of wrong tries with these names, one after the other. */
    private static List<Integer> wrongTries(String address, List<String> names) {
        return names.stream().map(name -> login(0, address, name, "wrong").statusCode()).toList();
    }

    @Test
    void theCountOfWrongLoginsDoesNotTellWhetherThereIsAnAccount() {
        String there = user("192.0.2.20");
        String absent = Api.unique("u");
        for (UnaryOperator<String> other : List.<UnaryOperator<String>>of(String::toUpperCase, nick -> nick + "@example.com",
                nick -> nick.toUpperCase() + "@EXAMPLE.com", nick -> nick + " ")) {
            String address = "192.0.2.2" + (1 + Math.abs(other.apply("x").hashCode() % 8));
            List<List<Integer>> seen = List.of(there, absent).stream().map(nick -> {
                List<String> tries = new ArrayList<>(Collections.nCopies(6, nick));
                tries.add(other.apply(nick));
                return wrongTries(address, tries);
            }).toList();
            assertEquals(seen.get(0), seen.get(1), other.apply("name"));
        }
    }

    @Test
    void neitherDoesItTellWhichNamesBelongTogether() {
        String nick = user("192.0.2.30");
        assertEquals(List.of(401, 401, 401, 401, 401, 429), wrongTries("192.0.2.32", Collections.nCopies(6, nick)));
        String prn = Api.as(token("192.0.2.30", nick)).get(replicas.get(0).url() + "/auth/").path("prn");
        assertEquals(List.of(401, 401), wrongTries("192.0.2.32", List.of(nick + "@example.com", prn)));
    }

    @Test
    void rightLoginsAtOnceAreAllServedHoweverFewWrongOnesAreLeft() throws Exception {
        String nick = user("192.0.2.33");
        assertEquals(List.of(401, 401, 401, 401), wrongTries("192.0.2.33", Collections.nCopies(4, nick)));
        List<Integer> statuses = Parallel.run(60, i -> login(i, "192.0.2.33", nick, "right").statusCode());
        assertEquals(Set.of(200), Set.copyOf(statuses));
        assertEquals(List.of(401, 429), wrongTries("192.0.2.33", Collections.nCopies(2, nick)));
    }

    @Test
    void aFloodOfManyNamesFromAnAddressDoesNotKeepOutWhoWasThereBefore() {
        String address = "192.0.2.34";
        String nick = user(address);
        token(address, nick);
        int tries = 0;
        while (login(0, address, "nobody-" + tries, "wrong").statusCode() == 401) {
            tries++;
        }
        login(0, address, user("192.0.2.35"), "right").then().statusCode(429)
                .header("RateLimit-Policy", containsString("\"wrong-logins-per-address\""));
        login(0, address, nick, "right").then().statusCode(200);
        login(1, address, nick, "right").then().statusCode(200);
    }

    @Test
    void aRightPasswordUsesNothingUp() {
        String nick = user("192.0.2.30");
        for (int i = 0; i < 12; i++) {
            login(i, "192.0.2.31", nick, "right").then().statusCode(200);
        }
        for (int i = 0; i < 5; i++) {
            login(i, "192.0.2.31", nick, "wrong").then().statusCode(401);
        }
        login(0, "192.0.2.31", nick, "wrong").then().statusCode(429);
    }

    @Test
    void aFloodFromManyAddressesDoesNotLockOutTheUserWhoWasHereBefore() throws Exception {
        String nick = user("192.0.2.40");
        token("192.0.2.41", nick);
        exactly(12, 401, i -> login(i, "198.51.100." + i, nick, "wrong").statusCode());
        login(0, "198.51.100.200", nick, "right").then().statusCode(429)
                .header("RateLimit-Policy", containsString("\"wrong-logins-per-user\""));
        login(0, "192.0.2.41", nick, "right").then().statusCode(200);
        login(1, "192.0.2.41", nick, "right").then().statusCode(200);
    }

    @Test
    void aDeviceWithAGeneratedSecretCannotBeLockedOut() throws Exception {
        Response device = from(0, "192.0.2.50").header("User-Agent", "agent").post("/devices/");
        String prn = device.then().statusCode(200).extract().path("prn");
        exactly(12, 401, i -> login(i, "198.51.100." + i, prn, "wrong").statusCode());
        login(0, "198.51.100.0", prn, device.path("secret")).then().statusCode(200);
        login(1, "198.51.100.250", prn, device.path("secret")).then().statusCode(200);
    }

    @Test
    void registrationsSignUpsAndLoginsOfAnAddressAreLimited() throws Exception {
        exactly(20, 200, i -> from(0, "192.0.2.60").header("User-Agent", "agent").post("/devices/").statusCode());
        from(0, "192.0.2.60").header("User-Agent", "agent").post("/devices/").then().statusCode(429)
                .header("RateLimit-Policy", "\"registrations-per-address\";q=20;w=86400");
        // What the caller writes itself, left of what the proxy wrote, changes nothing.
        from(0, "203.0.113.9, 192.0.2.60").header("User-Agent", "agent").post("/devices/").then().statusCode(429);
        from(0, "192.0.2.61").header("User-Agent", "agent").post("/devices/").then().statusCode(200);
        for (int i = 0; i < 3; i++) {
            user("192.0.2.62");
        }
        from(0, "192.0.2.62").contentType(ContentType.JSON).body(Map.of()).post("/auth/accounts").then().statusCode(429);
        String nick = user("192.0.2.63");
        int logins = 0;
        while (login(0, "192.0.2.64", "prn:pantahub.com:auth:/anon", "x").statusCode() == 200) {
            logins++;
        }
        assertEquals(200, logins);
        login(0, "192.0.2.64", nick, "right").then().statusCode(429);
        from(0, "192.0.2.60").get("/metrics/").then().statusCode(200)
                .body(matchesPattern("(?s).*registry_rate_limited_total\\{limit=\"logins-per-address\",?} 2.0\n.*"))
                .body(matchesPattern("(?s).*registry_rate_limited_total\\{limit=\"requests-per-device\",?} 0.0\n.*"));
    }

    @Test
    void requestsOfAnAccountAreLimited() throws Exception {
        String token = token("192.0.2.70", user("192.0.2.70"));
        RequestSpecification request = from(0, "192.0.2.71");
        String url = replicas.get(0).url();
        exactly(300, 200, i -> Api.as(token).get(url + "/auth/auth_status").statusCode());
        request.header("Authorization", "Bearer " + token).get("/devices/").then().statusCode(429)
                .header("RateLimit-Policy", "\"requests-per-account\";q=300;w=86400");
        String other = token("192.0.2.70", user("192.0.2.70"));
        Api.as(other).get(url + "/devices/").then().statusCode(200);
    }

    @Test
    void wrongChallengesAreLimitedPerDeviceAndPerAccountAndTheOwnerStillComesIn() throws Exception {
        Response device = from(0, "192.0.2.80").header("User-Agent", "agent").post("/devices/");
        Response second = from(0, "192.0.2.80").header("User-Agent", "agent").post("/devices/");
        // Many threads may not read one answer.
        String id = device.path("id");
        String secondId = second.path("id");
        String attacker = token("192.0.2.81", user("192.0.2.81"));
        String owner = token("192.0.2.82", user("192.0.2.82"));
        exactly(4, 403, i -> claim(i, attacker, id, "wrong").statusCode());
        claim(0, attacker, id, device.path("challenge")).then().statusCode(429)
                .header("RateLimit-Policy", "\"wrong-claims-per-device-and-account\";q=4;w=3600");
        exactly(2, 403, i -> claim(i, attacker, secondId, "wrong").statusCode());
        claim(1, owner, id, device.path("challenge")).then().statusCode(200);
        claim(1, owner, secondId, second.path("challenge")).then().statusCode(200);
        // A client that lost the answer tries again.
        claim(0, owner, id, device.path("challenge")).then().statusCode(200);
    }

    private static Response claim(int replica, String token, String id, String challenge) {
        return from(replica, "192.0.2.81").header("Authorization", "Bearer " + token).queryParam("challenge", challenge)
                .put("/devices/" + id);
    }

    @Test
    void nothingOfThisIsAFault() throws Exception {
        for (PackagedService replica : replicas) {
            assertThat(replica.log(), org.hamcrest.Matchers.not(containsString("\"level\":\"ERROR\"")));
        }
    }
}
