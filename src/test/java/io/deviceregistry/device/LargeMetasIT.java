package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import io.deviceregistry.Api;
import io.deviceregistry.PackagedService;
import io.deviceregistry.Parallel;
import io.deviceregistry.Patience;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Devices whose metas are as large as they may be, in the smallest recommended heap. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("LargeMetasIT")
class LargeMetasIT {

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

    /** Each of the small values would be an object of its own in memory, some thirty times as large as it was sent. */
    @Test
    void metasOfManySmallValuesAreChangedAndReadByManyAtOnce() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of("registry.admin.password", "correct horse"),
                "-Xmx96m")) {
            String token = service.adminToken("correct horse");
            List<String> paths = IntStream.range(0, 2).mapToObj(i -> "/devices/" + create(service, token) + "/user-meta")
                    .toList();
            List<List<Integer>> statuses = Parallel.run(4, i -> IntStream.range(0, 2).mapToObj(round -> i % 2 == 0
                    ? request(service, token).body(deep(round + 2)).patch(paths.get(i / 2)).statusCode()
                    : request(service, token).get(i < 2 ? paths.get(i / 2) : "/devices/").statusCode()).toList());
            statuses.forEach(each -> each.forEach(status -> assertTrue(Set.of(200, 503).contains(status), statuses::toString)));
            for (String path : paths) {
                Patience.await(() -> request(service, token).body(deep(9)).patch(path).statusCode() == 200,
                        "no patch is taken");
                assertEquals(9, request(service, token).get(path).then().statusCode(200).extract()
                        .<Integer>path("0" + ".a".repeat(28)));
            }
            assertFalse(service.log().contains("OutOfMemory"), service.log());
        }
    }

    private static String create(PackagedService service, String token) {
        return request(service, token).body("{\"user-meta\": " + deep(1) + "}").post("/devices/").then().statusCode(200)
                .extract()
                .path("id");
    }

    private static RequestSpecification request(PackagedService service, String token) {
        return service.request().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** A thousand members, each 28 levels deep. */
    private static String deep(int value) {
        String member = "{\"a\":".repeat(28) + value + "}".repeat(28);
        return IntStream.range(0, 1_000).mapToObj(i -> "\"" + Integer.toHexString(i) + "\":" + member)
                .collect(Collectors.joining(",", "{", "}"));
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
