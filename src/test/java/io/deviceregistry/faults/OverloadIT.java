package io.deviceregistry.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import io.deviceregistry.PackagedService;

/** More than the service can do: it says so early, and goes on with the rest. */
@Isolated("measures how long answers take")
class OverloadIT {

    private static final long AT_ONCE_MS = 1_000;
    private static final int TIMEOUT_MS = 15_000;

    @TempDir
    Path directory;

    /** An answer and how long it took. */
    private record Answer(int status, boolean retryAfter, long millis) {
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletableFuture<Answer> send(PackagedService service, String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .timeout(Duration.ofSeconds(30)).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        long start = System.nanoTime();
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer.headers().firstValue("Retry-After").isPresent(),
                        (System.nanoTime() - start) / 1_000_000));
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
            for (String path : List.of("/q/health/live", "/q/health/ready", "/healthz/", "/metrics/")) {
                long start = System.nanoTime();
                assertEquals(200, service.status(path), path);
                assertTrue(System.nanoTime() - start < AT_ONCE_MS * 1_000_000, path + " waited");
            }
            List<Answer> answers = signUps.stream().map(CompletableFuture::join).toList();
            List<Answer> refused = answers.stream().filter(answer -> answer.status() == 503).toList();
            assertTrue(refused.size() >= 32, byStatus(answers).toString());
            // One address gets half of the places.
            assertTrue(answers.stream().filter(answer -> answer.status() == 200).count() >= 4, byStatus(answers).toString());
            refused.forEach(answer -> assertTrue(answer.retryAfter() && answer.millis() < AT_ONCE_MS, answer.toString()));
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
            for (int round = 0; round < 8; round++) {
                List<CompletableFuture<Answer>> sent = IntStream.range(0, 32)
                        .mapToObj(i -> send(service, "POST", "/devices/", token, hungry)).toList();
                long start = System.nanoTime();
                assertEquals(200, service.status("/q/health/live"));
                assertTrue(System.nanoTime() - start < 2 * AT_ONCE_MS * 1_000_000, "liveness waited");
                sent.stream().map(CompletableFuture::join).forEach(answers::add);
            }
            Map<Integer, Long> statuses = byStatus(answers);
            System.out.println("large bodies: " + statuses);
            // 422: it was read whole, and is too large for a meta.
            assertTrue(statuses.keySet().stream().allMatch(status -> status == 422 || status == 503), statuses.toString());
            assertTrue(statuses.getOrDefault(422, 0L) >= 8 && statuses.containsKey(503), statuses.toString());
            assertTrue(!service.log().contains("OutOfMemory"), service.log());
            assertEquals(200, send(service, "POST", "/devices/", token, "{}").join().status());
        }
    }

    @Test
    void slowClientsHoldUpNobodyAndAreShownOut() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.limits.body-time", "3s", "quarkus.http.idle-timeout", "6s"))) {
            assertEquals(200, service.status("/metrics/"));
            for (int i = 0; i < 250; i++) {
                slow.add(open(service, "GET /devices/ HTTP/1.1\r\nHost: x\r\nX-Slow: "));
            }
            List<Socket> bodies = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                bodies.add(open(service,
                        "POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 20000\r\n\r\n{\"user-meta\": "));
            }
            slow.addAll(bodies);
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                assertEquals(200, service.status("/q/health/ready"));
                assertEquals(200, service.status("/metrics/"));
                long millis = (System.nanoTime() - start) / 1_000_000;
                assertTrue(millis < AT_ONCE_MS, "others waited " + millis + " ms");
            }
            for (Socket body : bodies) {
                String answer = rest(body);
                assertTrue(answer.startsWith("HTTP/1.1 408 ") || answer.startsWith("HTTP/1.1 503 "), answer);
            }
            assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            for (Socket socket : slow) {
                assertEquals("", rest(socket), "an unfinished request was answered");
            }
            assertTrue(!service.log().contains("\"level\":\"ERROR\""), service.log());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesThatDoNotArriveTakeNoPlaceThatOthersNeed() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.requests-in-flight", "8"),
                "-Xmx96m")) {
            for (int i = 0; i < 600; i++) {
                int length = i % 2 == 0 ? 2 : 1_000_000;
                silent.add(open(service, "POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n{"
                        + " ".repeat(length / 20)));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            }
            assertTrue(!service.log().contains("OutOfMemory"), service.log());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyOfTheLargestSizeHoldsNoThreadWhileItIsSlow() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.bodies-in-flight", "64M",
                "quarkus.thread-pool.max-threads", "8"))) {
            for (int i = 0; i < 60; i++) {
                slow.add(open(service,
                        "POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 1000000\r\n\r\n{\"user-meta\": {\"a\": \"" + "x".repeat(20_000)));
            }
            long start = System.nanoTime();
            assertEquals(200, send(service, "POST", "/devices/", null, "{}").join().status());
            assertTrue(System.nanoTime() - start < AT_ONCE_MS * 1_000_000, "another request waited");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void giantHeadersAndLinesAreRefused() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            try (Socket socket = open(service,
                    "GET /problems HTTP/1.1\r\nHost: x\r\nX-Giant: " + "x".repeat(20_000) + "\r\n\r\n")) {
                assertTrue(rest(socket).startsWith("HTTP/1.1 431 "));
            }
            try (Socket socket = open(service, "GET /problems/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
                assertTrue(rest(socket).contains(" 414 "));
            }
            service.request().get("/problems").then().statusCode(200);
        }
    }

    private static Socket open(PackagedService service, String beginning) throws IOException {
        Socket socket = new Socket("127.0.0.1", service.port());
        socket.setSoTimeout(TIMEOUT_MS);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
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
