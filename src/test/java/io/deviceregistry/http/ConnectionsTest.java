package io.deviceregistry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** How connections are kept, continued and closed (RFC 9110 and RFC 9112), as bytes on a socket show it. */
@QuarkusTest
class ConnectionsTest {

    private static final int PATIENCE_MS = 20_000;
    private static final String GET = "GET /problems/%s HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n\r\n";

    @TestHTTPResource
    URI url;

    private record Answer(int status, Map<String, String> headers, String body) {
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after \"" + line + "\"");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static Answer answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ")[1]);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        return new Answer(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            switch (i % 4) {
                case 0 -> {
                    requests.append(GET.formatted("not-found"));
                    expected.add("200 /problems/not-found");
                }
                case 1 -> {
                    String body = "{\"nobody\": \"%s\"}".formatted("x".repeat(i * 100));
                    requests.append(POST.formatted("Content-Length: " + body.length())).append(body);
                    expected.add("400 /problems/malformed-json");
                }
                case 2 -> {
                    requests.append(POST.formatted("Transfer-Encoding: chunked")).append("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
                    expected.add("401 /problems/bad-credentials");
                }
                default -> {
                    requests.append(GET.formatted("none-of-that-name"));
                    expected.add("404 /problems/not-found");
                }
            }
        }
        try (Socket socket = connect()) {
            Thread sender = new Thread(() -> {
                try {
                    send(socket, requests.toString());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                Answer answer = answer(in);
                String type = answer.body().replaceAll(".*\"type\":\"([^\"]*)\".*", "$1");
                answers.add(answer.status() + " " + type);
            }
            assertEquals(expected, answers);
        }
    }

    @Test
    void aRequestIsAnsweredAlsoWhenItComesInTwoHalvesBehindAnother() throws IOException {
        String second = GET.formatted("bad-nick");
        for (int cut = 1; cut < second.length(); cut += 7) {
            try (Socket socket = connect()) {
                send(socket, GET.formatted("not-found") + second.substring(0, cut));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                assertTrue(answer(in).body().contains("not-found"));
                send(socket, second.substring(cut));
                assertTrue(answer(in).body().contains("bad-nick"));
            }
        }
    }

    @Test
    void everyAnswerHasADate() throws IOException {
        for (String path : List.of("/problems", "/nothing", "/q/health/live", "/q/openapi", "/metrics/", "/devices/", "/a;b",
                "/q/swagger-ui/")) {
            try (Socket socket = connect()) {
                send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
                String date = answer(socket.getInputStream()).headers().get("Date");
                assertTrue(date != null && date.matches("..., \\d\\d ... \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"), path + ": " + date);
            }
        }
    }

    @Test
    void whoWaitsForContinueIsToldAtOnce() throws IOException {
        for (String framing : List.of("Content-Length: 2", "Transfer-Encoding: chunked")) {
            try (Socket socket = connect()) {
                send(socket, POST.formatted("Expect: 100-continue\r\n" + framing));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                assertEquals(100, answer(in).status());
                send(socket, framing.startsWith("C") ? "{}" : "2\r\n{}\r\n0\r\n\r\n");
                assertEquals(401, answer(in).status());
                send(socket, GET.formatted("not-found"));
                assertEquals(200, answer(in).status());
            }
        }
    }

    @Test
    void whoWaitsForContinueWithTooLargeABodyIsRefusedAtOnce() throws IOException {
        try (Socket socket = connect()) {
            send(socket, POST.formatted("Expect: 100-continue\r\nContent-Length: 3000000"));
            assertEquals(413, answer(socket.getInputStream()).status());
        }
    }

    @Test
    void anAnswerThatSaysCloseIsTheLastOne() throws IOException {
        for (String request : List.of(POST.formatted("Content-Length: 3000000"),
                POST.formatted("Connection: close\r\nContent-Length: 3000000"),
                GET.formatted("not-found").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
                GET.formatted("not-found").replace("\r\n\r\n", "\r\nConnection: x, Close\r\n\r\n"),
                GET.formatted("not-found").replace("\r\n\r\n", "\r\nConnection: x\r\nConnection: close,\r\n\r\n"))) {
            try (Socket socket = connect()) {
                send(socket, request);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                assertEquals("close", answer(in).headers().get("Connection"));
                assertEquals(-1, in.read());
            }
        }
    }

    @Test
    void whoSendsTooMuchGetsToReadWhy() throws IOException {
        try (Socket socket = connect()) {
            send(socket, POST.formatted("Content-Length: 3000000"));
            send(socket, "x".repeat(3_000_000));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            assertEquals(413, answer(in).status());
            assertEquals(-1, in.read());
        }
    }
}
