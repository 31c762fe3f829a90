package io.deviceregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

class HealthCommandTest {

    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private HttpServer server;
    private String port;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        port = Integer.toString(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itSucceedsWhenTheServiceIsReady() {
        answer("/q/health/ready", 200);
        assertEquals(0, run("health"));
        assertEquals("", complaints.toString());
    }

    @Test
    void itFailsAndSaysWhyWhenTheServiceIsNotReady() {
        answer("/q/health/ready", 503);
        assertEquals(1, run("health"));
        assertTrue(complaints.toString().contains("answered 503"), complaints.toString());
    }

    @Test
    void itFailsAndSaysWhyWhenNobodyListens() {
        server.stop(0);
        assertEquals(1, run("health"));
        assertTrue(complaints.toString().contains("http://127.0.0.1:" + port), complaints.toString());
    }

    @Test
    void anotherAddressCanBeAsked() {
        answer("/q/health/ready", 503);
        answer("/q/health/live", 200);
        assertEquals(0, run("health", "http://127.0.0.1:" + port + "/q/health/live"));
    }

    @Test
    void anAddressThatIsNoWebAddressIsAUsageError() {
        for (String url : new String[]{"ready", "file:///etc/hostname", "http//x", "http://a b/"}) {
            complaints.reset();
            assertEquals(CommandLine.USAGE_ERROR, run("health", url));
            assertEquals(1, complaints.toString().lines().count(), complaints.toString());
        }
    }

    private int run(String... args) {
        PrintStream errors = new PrintStream(complaints, true);
        return new CommandLine(Map.of(HealthCommand.NAME, new HealthCommand())).run(List.of(args),
                Map.of("QUARKUS_HTTP_PORT", port), errors, errors);
    }

    private void answer(String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
