package io.deviceregistry.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** What a proxy in front of the service could read in another way is refused. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class RequestHeadTest {

    private static final String BODY = "{\"username\":\"x\",\"password\":\"y\"}";
    private static final String LOGIN = "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKS = "1f\r\n" + BODY + "\r\n0\r\n\r\n";
    /** Answered 404, so that an answer to it is told from every other. */
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /** Whatever comes until the service closes the connection. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String sendByteByByte(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            for (byte b : request.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String target, String fields) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\n" + fields + "Connection: close\r\n\r\n");
    }

    private static void assertProblem(int status, String answer) {
        assertThat(answer, startsWith("HTTP/1.1 " + status + " "));
        assertThat(answer, containsString("application/problem+json"));
        assertThat(answer, containsString("\r\nX-Request-ID: "));
        assertThat(answer, containsString("\r\nDate: "));
    }

    @Test
    void aWellFramedRequestLeavesTheConnectionToTheNextOne() throws IOException {
        assertThat(send(LOGIN + CHUNKED + CHUNKS + SMUGGLED), matchesPattern("(?s)HTTP/1.1 401 .*HTTP/1.1 404 .*"));
        assertThat(send(LOGIN + CHUNKED.replace("chunked", "Chunked ") + CHUNKS + SMUGGLED),
                matchesPattern("(?s)HTTP/1.1 401 .*HTTP/1.1 404 .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "identity", "gzip", "chunked;x=1", "gzip, chunked", "chunked, chunked", ",chunked", "",
            "\"chunked\"", "chunked\r\nTransfer-Encoding: chunked", "identity\r\nTransfer-Encoding: chunked",
            "identity\r\nContent-Length: 31"})
    void anyTransferCodingButChunkedIsRefusedAndEndsTheConnection(String coding) throws IOException {
        String answer = send(LOGIN + "Transfer-Encoding: " + coding + "\r\n\r\n" + CHUNKS + SMUGGLED);
        assertProblem(400, answer);
        assertThat(answer, containsString("Transfer-Encoding: must be chunked"));
        assertThat(answer, not(containsString("HTTP/1.1 404")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2", ": no name"})
    void otherHeadsThatHideARequestAreRefused(String fields) throws IOException {
        String answer = send("GET /healthz/ HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n" + SMUGGLED);
        assertProblem(400, answer);
        assertThat(answer, not(containsString("HTTP/1.1 404")));
    }

    /** By the parser, which answers a bare 400. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 31\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked, identity",
            "Content-Length: 31\r\nContent-Length: 31", "Content-Length: 31, 31", "Content-Length: +31", "Content-Length: -1",
            "Content-Length: 0x1f", "Content-Length: ", "Content-Length: 99999999999999999999", "Content-Length: 3\r\n 1",
            "Transfer-Encoding : chunked", "X: a\rb", "X: a\0b", "no colon"})
    void malformedFieldsAreRefusedAndEndTheConnection(String fields) throws IOException {
        String answer = send(LOGIN + fields + "\r\n\r\n" + CHUNKS + SMUGGLED);
        assertThat(answer, matchesPattern("(?s)HTTP/1.[01] 400 .*"));
        assertThat(answer, not(containsString("HTTP/1.1 404")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000001f", "-1f", "+1f", "0x1f", "", ";", "1f;=", "1f;\rx", "1f;a=\"", "x", "1f junk", " 1f",
            "1f ", "1f\t",
            "1f\0", "1f\u000b;a", "1f 1f", "1f,", ";a=b"})
    void malformedChunksAreRefusedAndEndTheConnection(String size) throws IOException {
        String answer = send(LOGIN + CHUNKED + size + "\r\n" + BODY + "\r\n0\r\n\r\n" + SMUGGLED);
        assertProblem(400, answer);
        assertThat(answer, not(containsString("HTTP/1.1 404")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 junk\r\n\r\n", "0\r\nno colon\r\n\r\n", "0\r\nX: y\n\r\n", "-0\r\n\r\n"})
    void theLastChunkIsNoException(String last) throws IOException {
        String answer = send(LOGIN + CHUNKED + "1f\r\n" + BODY + "\r\n" + last + SMUGGLED);
        assertProblem(400, answer);
        assertThat(answer, not(containsString("HTTP/1.1 404")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f\r\n%s\r\n0\r\n\r\n", "001F\r\n%s\r\n000\r\n\r\n", "1f;a=b;c=\"d e\"\r\n%s\r\n0;x\r\n\r\n",
            "1f ; a=b\r\n%s\r\n0\r\nTrailer: x\r\n\r\n"})
    void wellFormedChunksAreOneBody(String chunks) throws Exception {
        String request = LOGIN + CHUNKED + chunks.formatted(BODY);
        String both = "(?s)HTTP/1.1 401 .*HTTP/1.1 401 .*HTTP/1.1 404 .*";
        assertThat(send(request + request + SMUGGLED), matchesPattern(both));
        assertThat(sendByteByByte(request + request + SMUGGLED), matchesPattern(both));
    }

    @Test
    void aBodyOfManyChunksIsWhole() throws IOException {
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < BODY.length(); i++) {
            chunks.append("1\r\n").append(BODY.charAt(i)).append("\r\n");
        }
        assertThat(send(LOGIN + CHUNKED + chunks + "0\r\n\r\n" + SMUGGLED),
                matchesPattern("(?s)HTTP/1.1 401 .*bad-credentials.*HTTP/1.1 404 .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a\r\nHost: b\r\n", "Host: a\"b\r\n", "Host: a\", error=\"x\r\n", "Host: a b\r\n",
            "Host: a/b?c\r\n", "Host: u@a\r\n", "Host: a:b\r\n", "Host: a:99999\r\n", "Host: \r\n", "Host: a, b\r\n",
            "Host: [::1\r\n", "Host: [1::2::3]\r\n", "Host: <script>\r\n", "Host: a%20b\r\n", "Host: caf\u00e9\r\n"})
    void aHostThatIsMissingTwiceOrMalformedIsRefused(String fields) throws IOException {
        assertProblem(400, get("/devices/", fields));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"registry.example.com registry.example.com", "a_b:12365 a_b:12365", "a: a",
            "[2001:db8::1]:443 [2001:db8::1]:443", "192.0.2.7 192.0.2.7"})
    void theChallengeNamesTheHost(String host, String expected) throws IOException {
        assertThat(get("/devices/", "Host: " + host + "\r\n"), containsString("ph-aeps=\"http://" + expected + "/auth\"\r\n"));
    }

    @Test
    void withoutAHostTheChallengeNamesTheAddressOfTheService() throws IOException {
        assertThat(send("GET /devices/ HTTP/1.0\r\n\r\n"),
                containsString("ph-aeps=\"http://127.0.0.1:" + RestAssured.port + "/auth\"\r\n"));
    }

    @Test
    void aUrlAsTheTargetNamesTheHost() throws IOException {
        assertThat(get("http://target.example/devices/", "Host: other\r\n"), containsString("\"http://target.example/auth\""));
        assertThat(get("HTTPS://target.example:443/devices/", "Host: other\r\n"),
                containsString("//target.example:443/auth\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x/devices/", "http:///devices/", "http://u:p@x/devices/", "http://x?y=/devices/",
            "http://a b/devices/", "?x=http://x/devices/", "/devices/#x", "/devices/?nick=a#b", "/%71/openapi",
            "/./q/openapi", "/q/./openapi", "/devices/.", "/%64evices/", "/auth/%6cogin", "/devices/%2e/tokens",
            "/devices/%2525"})
    void aTargetThatCouldBeReadInTwoWaysIsRefused(String target) throws IOException {
        assertThat(get(target, "Host: x\r\n"), matchesPattern("(?s)HTTP/1.[01] 400 .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/devices/%2e", "/q/nope", "/q/health", "*"})
    void aRefusedRequestLeavesTheConnectionToTheNextOne(String target) throws IOException {
        String request = "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\n" + BODY;
        assertThat(send(request + SMUGGLED), matchesPattern("(?s)HTTP/1.1 40[045] .*HTTP/1.1 404 .*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET *", "OPTIONS *", "CONNECT x:80", "GET healthz", "GET ?x=1", "GET http://x", "GET x:80",
            "GET /nope", "POST /", "GET /q/", "GET /q/nope"})
    void whatNamesNoRouteIsAProblem(String line) throws IOException {
        assertProblem(404, send(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/0.9", "HTTP/2.0", "HTTP/3.7", "http/1.1"})
    void anotherVersionIsRefusedInTheVersionOfTheService(String version) throws IOException {
        String answer = send("GET /healthz/ " + version + "\r\nHost: x\r\n\r\n");
        assertThat(answer, startsWith("HTTP/1.1 400 "));
        assertThat(answer, containsString("The service supports only HTTP/1.0 and HTTP/1.1"));
    }

    /** RFC 9110, section 2.5. */
    @Test
    void aLaterMinorVersionIsServedAsTheHighestOneThatIsKnown() throws IOException {
        assertThat(send("GET /healthz/ HTTP/1.2\r\nHost: x\r\nConnection: close\r\n\r\n"), startsWith("HTTP/1.1 200 "));
        assertThat(send("GET /healthz/ HTTP/1.0\r\n\r\n"), startsWith("HTTP/1.0 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json ; q=0.5", "text/html, application/json ; q=0.5",
            "application/json ;charset=utf-8",
            "text/html;level=\"a ; b\" , */* ; q=0.1", "text/html\r\nAccept: application/json", ",application/json",
            "text/html, , application/json,"})
    void blanksLinesAndEmptyElementsOfAcceptDoNotMatter(String accept) throws IOException {
        String token = Api.shared("has no devices").token();
        assertThat(get("/devices/", "Host: x\r\nAuthorization: Bearer " + token + "\r\nAccept: " + accept + "\r\n"),
                startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json;q=0", "text/html, application/json ; q=0.0", "*/*;q=0"})
    void whatIsNotAcceptedIsNotSent(String accept) throws IOException {
        String token = Api.shared("has no devices").token();
        assertThat(get("/devices/", "Host: x\r\nAuthorization: Bearer " + token + "\r\nAccept: " + accept + "\r\n"),
                startsWith("HTTP/1.1 406 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json ; charset=utf-8", "application/json;charset=\"utf-8\"",
            "application/json\t;\tx=y"})
    void blanksOfContentTypeDoNotMatter(String type) throws IOException {
        assertThat(send("POST /auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY), startsWith("HTTP/1.1 401 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzipx", "sgzip", "notgzip;q=1", "xdeflate", "gzip;q=0", "gzip2, br"})
    void anAnswerHasNoContentCodingThatTheCallerDidNotName(String codings) {
        Api.uncompressed(Api.anonymous()).header("Accept-Encoding", codings).get("/problems").then().statusCode(200)
                .header("Content-Encoding", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "br, gzip ; q=0.5", "*"})
    void anAnswerIsCompressedForCallersWhoTakeIt(String codings) {
        Api.uncompressed(Api.anonymous()).header("Accept-Encoding", codings).get("/problems").then().statusCode(200)
                .header("Content-Encoding", "gzip");
    }

    @Test
    void anEntityTagNamesTheCodingOfItsAnswer() {
        Api.User owner = Api.shared("has devices");
        String path = "/devices/" + Api.ownedBy(owner).id() + "/user-meta";
        Api.uncompressed(owner.request()).header("Accept-Encoding", "gzipx").get(path).then().header("ETag", "\"u1\"");
        Api.uncompressed(owner.request()).header("Accept-Encoding", "gzip").get(path).then().header("ETag", "\"u1-gzip\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip", "x"})
    void anEncodedBodyIsRefused(String coding) {
        Api.json(Api.anonymous(), "{}").header("Content-Encoding", coding).post("/devices/").then().statusCode(415)
                .body("type", equalTo("/problems/unsupported-media-type")).header("Accept-Encoding", "identity");
    }

    @Test
    void aBodyThatIsEncodedAsItIsIsTaken() {
        Api.json(Api.anonymous(), "{}").header("Content-Encoding", "Identity").post("/devices/").then().statusCode(200);
    }
}
