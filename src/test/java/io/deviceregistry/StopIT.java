package io.deviceregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM: what becomes of the requests under way, and of those that still come. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class StopIT {

    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void withoutADelayItStopsAtOnce() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            assertEquals(0, service.health());
            long start = System.nanoTime();
            service.terminate();
            assertEquals(SIGTERM, service.awaitExit());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.toSeconds() < 9, "took " + took);
        }
    }

    @Test
    void readinessGoesFirstAndASlowUploadIsFinished() throws Exception {
        try (PackagedService service = PackagedService.start(directory,
                Map.of("quarkus.shutdown.delay", "4S", "quarkus.shutdown.timeout", "60S"));
                Upload upload = new Upload(service)) {
            upload.awaitUnderWay();
            service.terminate();
            service.await("/q/health/ready", 503);
            service.await("/healthz/", 503);
            service.await("/q/health/live", 200);
            assertEquals(1, service.health());
            // Whoever has not seen it yet is served, and told to connect elsewhere.
            service.request().post("/devices/").then().statusCode(200).header("Connection", "close");
            while (!service.log().contains("Waiting for HTTP requests to complete")) {
                Thread.sleep(50);
            }
            assertEquals("HTTP/1.1 200 OK", upload.finish());
            assertEquals(SIGTERM, service.awaitExit());
        }
    }

    @Test
    void anUploadThatNeverEndsIsCutAtTheTimeout() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("quarkus.shutdown.timeout", "1S"));
                Upload upload = new Upload(service)) {
            upload.awaitUnderWay();
            service.terminate();
            assertEquals(SIGTERM, service.awaitExit());
        }
    }

    @Test
    void aRollingUpgradeFailsNoRequest() throws Exception {
        try (TestDatabase mongo = TestDatabase.open(directory.resolve("mongo"))) {
            // All callers have one address, and on a fast machine they come to its limit.
            Map<String, String> configuration = mongo.settings(directory);
            configuration.put("quarkus.shutdown.delay", "3S");
            configuration.put("registry.rate-limit.enabled", "false");
            PackagedService first = PackagedService.start(directory, configuration);
            PackagedService second = PackagedService.start(directory, configuration);
            try (ReadyReplicas replicas = new ReadyReplicas(first, second); Callers callers = new Callers(replicas, 4)) {
                callers.awaitMore(100);
                PackagedService third = PackagedService.start(directory, configuration);
                replicas.add(third);
                first.terminate();
                assertEquals(SIGTERM, first.awaitExit());
                callers.awaitMore(100);
                PackagedService fourth = PackagedService.start(directory, configuration);
                replicas.add(fourth);
                second.terminate();
                assertEquals(SIGTERM, second.awaitExit());
                callers.awaitMore(100);
                callers.stop();
                third.close();
                fourth.close();
                assertEquals("", callers.failures());
            } finally {
                first.close();
                second.close();
            }
        }
    }

    /** A registration of which half the body has been sent. */
    private static final class Upload implements AutoCloseable {

        private static final String BODY = "{\"device-meta\":{\"arch\":\"arm64\"}}";
        private static final int HALF = BODY.length() / 2;

        private final PackagedService service;
        private final Socket socket;

        Upload(PackagedService service) throws IOException {
            this.service = service;
            this.socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(service.url()).getPort());
            send("POST /devices/ HTTP/1.1\r\nHost: localhost\r\nUser-Agent: slow\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY.length() + "\r\n\r\n" + BODY.substring(0, HALF));
        }

        void awaitUnderWay() throws Exception {
            while (service.request().get("/metrics/").asString().lines()
                    .noneMatch(line -> line.matches("http_requests_in_progress\\{.*method=\"POST\".*\\} 1\\.0"))) {
                Thread.sleep(50);
            }
        }

        /** The first line of the answer. */
        String finish() throws IOException {
            send(BODY.substring(HALF));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }

        private void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
