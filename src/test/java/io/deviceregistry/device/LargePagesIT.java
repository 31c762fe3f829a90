package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Listings of devices whose metas are as large as they may be, in the smallest recommended heap. */
@Execution(ExecutionMode.CONCURRENT)
class LargePagesIT {

    private static final int THINGS = 12;
    private static final String LARGE = "{\"a\": \"" + "x".repeat(250_000) + "\"}";

    @TempDir
    Path directory;

    @Test
    void aPageEndsEarlyAndTheRestFollows() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.admin.password", "correct horse"),
                "-Xmx96m")) {
            String token = service.adminToken("correct horse");
            assertComesInPages(service, token, "/devices/", "{\"user-meta\": " + LARGE + "}");
            assertComesInPages(service, token, "/devices/tokens", "{\"default-user-meta\": " + LARGE + "}");
            assertEquals(200, service.status("/q/health/ready"));
        }
    }

    private static void assertComesInPages(PackagedService service, String token, String path, String thing) {
        for (int i = 0; i < THINGS; i++) {
            service.request().header("Authorization", "Bearer " + token).contentType(ContentType.JSON).body(thing).post(path)
                    .then().statusCode(200);
        }
        IntStream.range(0, 2).parallel().forEach(caller -> {
            List<String> seen = new ArrayList<>();
            String next = path;
            while (next != null) {
                Response page = service.request().header("Authorization", "Bearer " + token).urlEncodingEnabled(false)
                        .get(next);
                page.then().statusCode(200);
                List<String> ids = page.path("id");
                assertTrue(ids.size() < THINGS, "all of them in one page");
                seen.addAll(ids);
                next = Api.next(page);
            }
            assertEquals(THINGS, Set.copyOf(seen).size());
            assertEquals(THINGS, seen.size());
        });
    }
}
