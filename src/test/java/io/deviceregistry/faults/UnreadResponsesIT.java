package io.deviceregistry.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.restassured.http.ContentType;

/** Callers who ask for much and read nothing, in the smallest recommended heap. */
@Execution(ExecutionMode.CONCURRENT)
class UnreadResponsesIT {

    private static final Pattern CONNECTIONS = Pattern.compile("(?m)^http_server_active_connections\\S* (\\S+)$");
    private static final int SMALL_BUFFER = 4_096;
    /** At most: those that this test itself keeps open to ask how the service is; 80 others read nothing. */
    private static final int OWN_CONNECTIONS = 60;

    @TempDir
    Path directory;

    private static void assertServes(PackagedService service, String token) {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/healthz/", "/metrics/")) {
            assertEquals(200, service.status(path), path);
        }
        service.request().header("Authorization", "Bearer " + token).get("/devices/?limit=1").then().statusCode(200);
    }

    private static double connections(PackagedService service) {
        Matcher found = CONNECTIONS.matcher(service.request().get("/metrics/").asString());
        assertTrue(found.find());
        return Double.parseDouble(found.group(1));
    }

    @Test
    void theyStopNobodyAndAreShownOut() throws Exception {
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.admin.password", "correct horse", "registry.limits.read-time", "3s"), "-Xmx96m");
                OpenSockets sockets = new OpenSockets(service)) {
            String token = service.adminToken("correct horse");
            String id = service.request().header("Authorization", "Bearer " + token).contentType(ContentType.JSON)
                    .body("{\"user-meta\": {\"a\": \"" + "x".repeat(250_000) + "\"}}").post("/devices/")
                    .then().statusCode(200).extract().path("id");
            String device = "GET /devices/" + id + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            for (int i = 0; i < 40; i++) {
                sockets.open("GET /q/openapi HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200), SMALL_BUFFER);
                sockets.open(device.repeat(20), SMALL_BUFFER);
            }
            for (int i = 0; i < 5; i++) {
                assertServes(service, token);
            }
            Patience.await(() -> connections(service) <= OWN_CONNECTIONS, "they are still connected");
            assertServes(service, token);
            assertFalse(service.log().contains("OutOfMemory"), service.log());
        }
    }

    @Test
    void whoReadsSlowlyGetsAllOfIt() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.limits.read-time", "3s"));
                OpenSockets sockets = new OpenSockets(service)) {
            int requests = 30;
            Socket socket = sockets.open("GET /q/openapi HTTP/1.1\r\nHost: x\r\n\r\n".repeat(requests - 1)
                    + "GET /q/openapi HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", SMALL_BUFFER);
            InputStream in = socket.getInputStream();
            StringBuilder read = new StringBuilder();
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                Thread.sleep(1);
            }
            assertEquals(requests, read.toString().split("HTTP/1.1 200 OK", -1).length - 1);
        }
    }
}
