package io.deviceregistry;

import static io.restassured.RestAssured.given;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The API as tests use it: fresh accounts and devices with one line each, and requests in somebody's name. */
public final class Api {

    /** An account with its access token. */
    public record User(String nick, String email, String password, String prn, String token) {

        public RequestSpecification request() {
            return as(token);
        }
    }

    /** A device with its secret, and an access token of its own. */
    public record RegisteredDevice(String id, String prn, String nick, String secret, String challenge, String token) {

        public RequestSpecification request() {
            return as(token);
        }
    }

    private static final Map<String, User> SHARED = new ConcurrentHashMap<>();
    private static final Set<String> READY = ConcurrentHashMap.newKeySet();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Api() {
    }

    /** A nick that no other test has. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public static RequestSpecification anonymous() {
        return given().urlEncodingEnabled(true);
    }

    /** With a server of somebody else's, the packaged service serves before its database is prepared. */
    private static void awaitReady() {
        if (TestDatabase.isExternal() && READY.add(TestStorage.directory() + " " + RestAssured.port)) {
            awaitAdministrator();
        }
    }

    private static void awaitAdministrator() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (login("admin", TestStorage.ADMIN_PASSWORD).statusCode() != 200) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the service does not become ready");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Without asking for gzip, as the client does otherwise. */
    public static RequestSpecification uncompressed(RequestSpecification request) {
        return request.config(RestAssuredConfig.config().decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()));
    }

    public static RequestSpecification as(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    /** With a JSON body; maps, lists and strings of JSON alike. */
    public static RequestSpecification json(RequestSpecification request, Object body) {
        return request.contentType(ContentType.JSON).body(body);
    }

    public static Response login(String username, String password) {
        return json(anonymous(), Map.of("username", username, "password", password)).post("/auth/login");
    }

    public static String token(String username, String password) {
        awaitReady();
        return login(username, password).then().statusCode(200).extract().path("token");
    }

    public static User user() {
        return user(unique("user"));
    }

    public static User user(String nick) {
        awaitReady();
        String email = nick + "@example.com";
        String password = "password of " + nick;
        String prn = json(anonymous(), Map.of("email", email, "nick", nick, "password", password))
                .post("/auth/accounts").then().statusCode(200).extract().path("prn");
        return new User(nick, email, password, prn, token(nick, password));
    }

    /**
     * An account that is made once for all tests of a run that say the same of it, and leave it so: a password costs more
     * than most tests.
     */
    public static User shared(String what) {
        return SHARED.computeIfAbsent(TestStorage.directory() + what, absent -> user());
    }

    /** Where the page behind this one is; {@code null} on the last. */
    public static String next(Response page) {
        String link = page.header("Link");
        return link == null ? null : link.substring(1, link.indexOf('>'));
    }

    public static RequestSpecification admin() {
        return as(token("admin", TestStorage.ADMIN_PASSWORD)).queryParam("asadmin", "yes");
    }

    /** As the agent registers: with nothing at all. */
    public static RegisteredDevice selfRegistered() {
        awaitReady();
        return registered(anonymous().post("/devices/"));
    }

    public static RegisteredDevice ownedBy(User owner) {
        return ownedBy(owner, unique("device"));
    }

    public static RegisteredDevice ownedBy(User owner, String nick) {
        return registered(json(owner.request(), Map.of("nick", nick)).post("/devices/"));
    }

    public static RegisteredDevice registered(Response response) {
        Map<String, Object> device = response.then().statusCode(200).extract().path("");
        String prn = (String) device.get("prn");
        String secret = (String) device.get("secret");
        return new RegisteredDevice((String) device.get("id"), prn, (String) device.get("nick"), secret,
                (String) device.get("challenge"), token(prn, secret));
    }
}
