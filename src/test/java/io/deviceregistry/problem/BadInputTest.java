package io.deviceregistry.problem;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.LoggedWarnings;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class BadInputTest {

    private static final String PROBE = "what a refusal must not log";

    @RegisterExtension
    final LoggedWarnings warnings = new LoggedWarnings();

    /** Nobody can fill the log with warnings by sending nonsense. */
    @AfterEach
    void nothingAboveInfoIsLogged() {
        assertEquals(List.of(), warnings.all().stream().filter(line -> !line.contains(PROBE)).toList());
    }

    @Test
    void aWarningWouldBeSeen() {
        Logger.getLogger("io.deviceregistry.problem").warn(PROBE);
        assertEquals(1, warnings.all().stream().filter(line -> line.contains(PROBE)).count());
    }

    @Test
    void headersOfAProxyThatIsNoneAreNothingToWarnOf() {
        Api.anonymous().header("X-Forwarded-Trusted-Proxy", "true").header("X-Forwarded-Port", "many")
                .header("Forwarded", "host=a:b").get("/devices/").then().statusCode(401);
    }

    private static void problem(Response answer, int status, String type) {
        answer.then().statusCode(status).contentType("application/problem+json").body("type", equalTo("/problems/" + type))
                .body("title", notNullValue()).body("status", equalTo(status)).body("code", equalTo(status))
                .body("detail", notNullValue()).body("error", notNullValue()).body("instance", startsWith("/"))
                .body("incident", nullValue()).header("X-Request-ID", notNullValue())
                .header("X-Runtime", matchesPattern("\\d+\\.\\d+"));
    }

    /** Sends bytes as they are and gives the whole answer. */
    private static String raw(byte[] request) throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", io.restassured.RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static String raw(String request) throws Exception {
        return raw(request.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = 59, value = {
            "{\"nick\": };broken JSON at line 1, column 10",
            "{\"nick\": \"x\"} x;broken JSON at line 1",
            "{\"nick\": \"x\", \"bogus\": 1};bogus: unknown member at line 1",
            "{\"nick\": \"x\", \"nick\": \"y\"};nick: duplicate member at line 1",
            "{\"nick\": 1};nick: must be a string at line 1",
            "{\"nick\": {\"$ne\": \"\"}};nick: must be a string",
            "{\"public\": \"true\"};public: must be true or false",
            "{\"user-meta\": []};user-meta: must be an object",
            "{\"labels\": [\"a\"]};labels: must be an object",
            "{\"$where\": \"1\"};$where: unknown member",
            "[];body: must be an object",
            "nope;broken JSON"})
    void badJsonIsRefusedAndSaysWhere(String body, String detail) {
        User owner = Api.shared("has no devices");
        Response answer = Api.json(owner.request(), body).post("/devices/");
        problem(answer, 400, "malformed-json");
        assertThat(answer.path("detail"), startsWith(detail));
        owner.request().get("/devices/").then().body("", hasSize(0));
    }

    @Test
    void nestingIsLimited() throws Exception {
        User owner = Api.user();
        String deepest = "{\"a\":".repeat(32) + "1" + "}".repeat(32);
        RegisteredDevice device = Api.ownedBy(owner);
        Api.json(owner.request(), deepest).put("/devices/" + device.id() + "/user-meta").then().statusCode(200);
        for (int depth : new int[]{33, 40}) {
            Api.json(owner.request(), "{\"a\":".repeat(depth) + "1" + "}".repeat(depth))
                    .put("/devices/" + device.id() + "/user-meta").then().statusCode(400);
        }
        String abyss = "{\"device-meta\": " + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001);
        String answer = raw("POST /devices/ HTTP/1.0\r\nUser-Agent: t\r\nContent-Type: application/json\r\nContent-Length: "
                + abyss.length() + "\r\n\r\n" + abyss);
        assertTrue(answer.contains(" 400 ") && answer.contains("deeper than 32 levels"), answer);
    }

    @Test
    void aLargeBodyIsRefusedWhetherOrNotItsLengthIsAnnounced() throws Exception {
        User owner = Api.user();
        String large = "{\"user-meta\": {\"a\": \"" + "x".repeat(1_100_000) + "\"}}";
        problem(Api.json(owner.request(), large).post("/devices/"), 413, "content-too-large");
        StringBuilder chunked = new StringBuilder("POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: t\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nAuthorization: Bearer " + owner.token()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int from = 0; from < large.length(); from += 100_000) {
            String part = large.substring(from, Math.min(large.length(), from + 100_000));
            chunked.append(Integer.toHexString(part.length())).append("\r\n").append(part).append("\r\n");
        }
        assertThat(raw(chunked.append("0\r\n\r\n").toString()), startsWith("HTTP/1.1 413"));
        owner.request().get("/devices/").then().body("", hasSize(0));
    }

    @Test
    void theWrongContentTypeIsRefused() {
        User owner = Api.user();
        problem(owner.request().contentType("text/xml").body("<a/>").post("/devices/"), 415, "unsupported-media-type");
    }

    @Test
    void whatIsNoUnicodeIsRefused() {
        User owner = Api.user();
        byte[] body = "{\"user-meta\": {\"a\": \"?\"}}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        body[21] = (byte) 0xff;
        problem(owner.request().contentType("application/json").body(body).post("/devices/"), 400, "malformed-json");
        problem(Api.json(owner.request(), "{\"user-meta\": {\"a\": \"\\ud800\"}}").post("/devices/"), 400, "bad-request");
        problem(Api.json(owner.request(), "{\"nick\": \"a\\u0000b\"}").post("/devices/"), 400, "bad-nick");
    }

    @Test
    void anIdOf23CharactersIsNoDevice() {
        User owner = Api.user();
        String id = "0123456789abcdef0123456";
        problem(owner.request().get("/devices/" + id), 404, "not-found");
        problem(owner.request().delete("/devices/" + id), 404, "not-found");
        problem(Api.json(owner.request(), "{}").put("/devices/" + id), 404, "not-found");
        problem(owner.request().get("/devices/a b"), 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/devices/..%2fauth", "/devices/..%2Fauth/", "/devices/;x=y", "/devices;x=y/", "//devices/",
            "/devices//", "/devices/%00", "/devices/a%0ab", "/devices/%5c..", "/devices/%2e%2e/auth", "/auth/../devices/"})
    void trickyPathsAreRefused(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), startsWith("HTTP/1.1 400"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nick[$regex]=.*", "$where=1", "secret=^a", "user-meta.x=1", "bogus=1", "id[$ne]=", "nick[]=x",
            "nick={\"$ne\":\"\"}", "owner={\"$ne\":\"\"}", "owner-nick=$where", "prn={\"$gt\":\"\"}", "id={\"$ne\":\"\"}",
            "public={\"$ne\":true}", "public=^t", "sort={\"$ne\":1}", "limit={\"$gt\":0}", "limit=0", "limit=-1", "limit=1001",
            "limit=x", "limit=1&limit=2", "nick=a&nick=b", "fields=secret", "fields=", "sort=", "cursor=", "cursor=AAAA",
            "cursor={}", "asadmin=no"})
    void oddQueriesAreRefused(String query) {
        User owner = Api.shared("has devices");
        Api.ownedBy(owner);
        String encoded = query.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22").replace("[", "%5B")
                .replace("]", "%5D").replace("$", "%24").replace("^", "%5E");
        owner.request().urlEncodingEnabled(false).get("/devices/?" + encoded).then().statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void anUnknownParameterIsRefusedOnEveryRouteAndTheKnownOnesAreListed() {
        User owner = Api.user();
        owner.request().get("/devices/?bogus=1").then().statusCode(400).body("detail", containsString("owner-nick"));
        problem(owner.request().get("/auth/?bogus=1"), 400, "unknown-parameter");
        problem(Api.anonymous().get("/healthz/?bogus=1"), 400, "unknown-parameter");
    }

    @Test
    void aCursorIsGoodForItsOwnQueryOnly() {
        User owner = Api.user();
        Api.ownedBy(owner);
        Api.ownedBy(owner);
        String link = owner.request().get("/devices/?limit=1").header("Link");
        String cursor = link.replaceAll(".*cursor=([^>&]*).*", "$1");
        owner.request().get("/devices/?limit=1&cursor=" + cursor).then().statusCode(200).body("", hasSize(1));
        char first = cursor.charAt(0) == 65 ? (char) 66 : (char) 65;
        problem(owner.request().get("/devices/?cursor=" + first + cursor.substring(1)), 400, "bad-cursor");
        problem(owner.request().get("/devices/?cursor=" + cursor + "A"), 400, "bad-cursor");
        problem(owner.request().get("/devices/?sort=nick&cursor=" + cursor), 400, "bad-cursor");
        problem(Api.user().request().get("/devices/?cursor=" + cursor), 400, "bad-cursor");
    }

    @Test
    void unknownRoutesAndMethodsAreProblems() {
        problem(Api.anonymous().get("/nope"), 404, "not-found");
        problem(Api.anonymous().patch("/devices/"), 405, "method-not-allowed");
        Api.anonymous().patch("/devices/").then().header("Allow", "GET, HEAD, OPTIONS, POST");
        Api.anonymous().options("/devices/tokens").then().header("Allow", "GET, HEAD, OPTIONS, POST");
        Api.anonymous().options("/devices/some").then().header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        Api.anonymous().options("/devices/some/public").then().header("Allow", "DELETE, OPTIONS, PUT");
        problem(Api.user().request().accept("text/html").get("/devices/"), 406, "not-acceptable");
        problem(Api.anonymous().post("/metrics/"), 405, "method-not-allowed");
        Api.anonymous().get("/problems/not-found").then().statusCode(200).body("status", equalTo(404));
        Api.anonymous().get("/problems").then().statusCode(200).body("", not(hasSize(0)));
    }

    @Test
    void theRequestIdIsTakenOverWhenItIsSane() {
        Api.anonymous().header("X-Request-ID", "trace-42").get("/nope").then().header("X-Request-ID", "trace-42");
        String odd = Api.anonymous().header("X-Request-ID", "a b;c{}").get("/nope").header("X-Request-ID");
        assertThat(odd, matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void aRawCircumflexIsAPrefixAsPvrSendsIt() throws Exception {
        User owner = Api.user();
        Api.ownedBy(owner, "boiler");
        Api.ownedBy(owner, "pump");
        String answer = raw("GET /devices/?nick=^boi HTTP/1.0\r\nAuthorization: Bearer " + owner.token() + "\r\n\r\n");
        assertThat(answer, matchesPattern("(?s)HTTP/1\\.[01] 200 OK.*\"nick\":\"boiler\".*"));
        assertThat(answer, not(containsString("pump")));
        assertThat(raw("GET /devices/?nick[$regex]=.*|%zz HTTP/1.0\r\nAuthorization: Bearer " + owner.token() + "\r\n\r\n"),
                matchesPattern("(?s)HTTP/1\\.[01] 400 .*unknown-parameter.*"));
    }

    @Test
    void theOldAgentsWayOfAskingWorks() throws Exception {
        String answer = raw("POST https://registry.example.com:443/devices/ HTTP/1.0\r\nHost: registry.example.com:443\r\n"
                + "Connection: close\r\nUser-Agent: Pantavisor/2\r\n\r\n");
        assertThat(answer, matchesPattern("(?s)HTTP/1\\.[01] 200 OK.*\"owner\":\"\".*"));
        assertThat(raw("POST /devices/ HTTP/1.0\r\nUser-Agent: \r\n\r\n"), matchesPattern("(?s)HTTP/1\\.[01] 403 .*"));
        assertThat(raw("POST /devices/ HTTP/1.0\r\n\r\n"), matchesPattern("(?s)HTTP/1\\.[01] 403 .*"));
        assertFalse(answer.contains("chunked"));
    }

    /** It would be hashed and stored as a question mark, so that another password opens the account. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"email\": \"a@b.c\", \"nick\": \"abc\", \"password\": \"\\ud800secret\"}",
            "{\"email\": \"\\udfffa@b.c\", \"nick\": \"abc\", \"password\": \"p\"}", "{\"\\ud800\": 1}",
            "{\"nick\": \"\\ude00\\ud83d\"}"})
    void halfASurrogatePairIsRefusedInEveryString(String body) {
        for (String path : List.of("/auth/accounts", "/devices/")) {
            Api.json(Api.anonymous(), body).post(path).then().statusCode(400).body("type", equalTo("/problems/bad-request"))
                    .body("detail", containsString("surrogate"));
        }
        Api.json(Api.anonymous(), "{\"secret\":\n \"\\ud800abc\"}").post("/devices/").then().statusCode(400)
                .body("detail", containsString("line 2, column 3"));
        User user = Api.shared("a user");
        Api.json(user.request(), "{\"current\": \"\\ud800\", \"password\": \"p\"}").post("/auth/password").then()
                .statusCode(400);
    }

    @Test
    void halfASurrogatePairIsAWrongPasswordOrUsername() {
        User user = Api.user();
        for (String body : List.of("{\"username\": \"%s\", \"password\": \"\\ud800\"}",
                "{\"username\": \"%s\\ud800\", \"password\": \"?\"}",
                "{\"username\": \"%s\", \"password\": \"x\\udfff\"}")) {
            Api.json(Api.anonymous(), body.formatted(user.nick())).post("/auth/login").then().statusCode(401)
                    .body("type", equalTo("/problems/bad-credentials"));
        }
    }

    @Test
    void anEscapeThatIsNoCharacterIsRefusedInPathAndQuery() {
        User user = Api.shared("a user");
        for (String path : List.of("/devices/a%ED%A0%80", "/devices/?nick=%ED%A0%80", "/devices/np/%FF/x",
                "/devices/?nick=%C3")) {
            user.request().urlEncodingEnabled(false).get(path).then().statusCode(400);
        }
    }
}
