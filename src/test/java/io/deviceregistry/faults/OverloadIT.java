package io.deviceregistry.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;

/** More than the service can do: it says so early, and goes on with the rest. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("OverloadIT")
class OverloadIT {

    private static final List<String> OBSERVED = List.of("/q/health/live", "/q/health/ready", "/healthz/", "/metrics/");

    @TempDir
    Path directory;

    /** An answer, and how many came before it. */
    private record Answer(int status, boolean retryAfter, int place) {
    }

    private final AtomicInteger answered = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletableFuture<Answer> send(PackagedService service, String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .timeout(Patience.LIMIT).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer.headers().firstValue("Retry-After").isPresent(),
                        answered.getAndIncrement()));
    }

    private static Map<Integer, Long> byStatus(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndHealthAndMetricsAreNot() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.requests-in-flight", "8"))) {
            List<CompletableFuture<Answer>> signUps = IntStream.range(0, 64).mapToObj(i -> send(service, "POST",
                    "/auth/accounts", null,
                    "{\"nick\": \"user%d\", \"email\": \"user%d@example.com\", \"password\": \"correct horse\"}".formatted(i,
                            i)))
                    .toList();
            OBSERVED.forEach(path -> assertEquals(200, service.status(path), path));
            List<Answer> answers = signUps.stream().map(CompletableFuture::join).toList();
            List<Answer> refused = answers.stream().filter(answer -> answer.status() == 503).toList();
            assertTrue(refused.size() >= 32, byStatus(answers).toString());
            // One address gets half of the places.
            assertTrue(answers.stream().filter(answer -> answer.status() == 200).count() >= 4, byStatus(answers).toString());
            refused.forEach(answer -> assertTrue(answer.retryAfter(), answer.toString()));
            int lastServed = answers.stream().filter(answer -> answer.status() == 200).mapToInt(Answer::place).max()
                    .orElseThrow();
            assertTrue(refused.stream().anyMatch(answer -> answer.place() < lastServed),
                    "refusals wait for those who are served");
            assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
        }
    }

    @Test
    void largeBodiesInParallelDoNotExhaustASmallHeap() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.admin.password", "correct horse"),
                "-Xmx96m")) {
            String token = service.adminToken("correct horse");
            // What needs the most memory for its size, as large as the limit allows.
            String hungry = "{\"user-meta\": {\"a\": [" + "{},".repeat((1_000_000) / 3) + "{}]}}";
            List<Answer> answers = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                List<CompletableFuture<Answer>> sent = IntStream.range(0, 32)
                        .mapToObj(i -> send(service, "POST", "/devices/", token, hungry)).toList();
                OBSERVED.forEach(path -> assertEquals(200, service.status(path), path));
                assertThat(send(service, "GET", "/devices/?limit=1", token, "").join().status(), in(List.of(200, 503)));
                sent.stream().map(CompletableFuture::join).forEach(answers::add);
            }
            Map<Integer, Long> statuses = byStatus(answers);
            System.out.println("large bodies: " + statuses);
            // 422: it was read whole, and is too large for a meta.
            assertThat(statuses.keySet(), everyItem(in(List.of(422, 503))));
            assertTrue(statuses.getOrDefault(422, 0L) >= 4 && statuses.containsKey(503), statuses.toString());
            assertThat(service.log(), not(containsString("OutOfMemory")));
            assertEquals(200, send(service, "POST", "/devices/", token, "{}").join().status());
        }
    }

    @Test
    void slowClientsHoldUpNobodyAndAreShownOut() throws Exception {
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.limits.body-time", "3s", "quarkus.http.idle-timeout", "6s"));
                OpenSockets slow = new OpenSockets(service)) {
            assertEquals(200, service.status("/metrics/"));
            for (int i = 0; i < 250; i++) {
                slow.open("GET /devices/ HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            }
            List<Socket> bodies = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                bodies.add(slow.open("POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 20000\r\n\r\n{\"user-meta\": "));
            }
            for (int i = 0; i < 3; i++) {
                OBSERVED.forEach(path -> assertEquals(200, service.status(path), path));
                assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            }
            for (Socket body : bodies) {
                String answer = rest(body);
                assertTrue(answer.startsWith("HTTP/1.1 408 ") || answer.startsWith("HTTP/1.1 503 "), answer);
            }
            for (Socket socket : slow.all()) {
                assertEquals("", rest(socket), "an unfinished request was answered");
            }
            assertThat(service.log(), not(containsString("\"level\":\"ERROR\"")));
        }
    }

    @Test
    void bodiesThatDoNotArriveTakeNoPlaceThatOthersNeed() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.requests-in-flight", "8"),
                "-Xmx96m");
                OpenSockets silent = new OpenSockets(service)) {
            for (int i = 0; i < 600; i++) {
                int length = i % 2 == 0 ? 2 : 1_000_000;
                silent.open("POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n{"
                        + " ".repeat(length / 20));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            }
            assertThat(service.log(), not(containsString("OutOfMemory")));
        }
    }

    @Test
    void headsThatDoNotEndTakeNoMemoryThatOthersNeed() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("quarkus.http.idle-timeout", "1h"), "-Xmx96m");
                OpenSockets silent = new OpenSockets(service)) {
            for (int i = 0; i < 600; i++) {
                silent.open("GET /devices/ HTTP/1.1\r\nHost: x\r\nX-Slow: " + "x".repeat(7_000));
            }
            assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            Patience.await(() -> silent.all().stream().filter(OverloadIT::isClosedByPeer).count() >= 300,
                    "heads may take all of the memory");
            assertThat(service.log(), not(containsString("OutOfMemory")));
        }
    }

    private static boolean isClosedByPeer(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aBodyOfTheLargestSizeHoldsNoThreadWhileItIsSlow() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.bodies-in-flight", "64M",
                "registry.limits.body-time", "10m", "quarkus.thread-pool.max-threads", "8"));
                OpenSockets slow = new OpenSockets(service)) {
            for (int i = 0; i < 60; i++) {
                slow.open("POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000000\r\n\r\n{\"user-meta\": {\"a\": \"" + "x".repeat(20_000));
            }
            // It would wait longer than this request is given.
            assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
        }
    }

    @Test
    void giantHeadersAndLinesAreRefused() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of());
                OpenSockets sockets = new OpenSockets(service)) {
            String giant = "x".repeat(20_000);
            assertThat(rest(sockets.open("GET /problems HTTP/1.1\r\nHost: x\r\nX-Giant: " + giant + "\r\n\r\n")),
                    startsWith("HTTP/1.1 431 "));
            assertThat(rest(sockets.open("GET /problems/" + giant + " HTTP/1.1\r\nHost: x\r\n\r\n")),
                    containsString(" 414 "));
            service.request().get("/problems").then().statusCode(200);
        }
    }

    /** What comes until the connection ends. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8_192];
        try {
            for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (java.net.SocketException reset) {
            // What the service did not read makes its end of the connection a reset.
        }
        return text.toString();
    }
}
