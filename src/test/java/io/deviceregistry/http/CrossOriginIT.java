package io.deviceregistry.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.restassured.response.ValidatableResponse;

/** Pages of other sites may call only where the operator says so. */
@Execution(ExecutionMode.CONCURRENT)
class CrossOriginIT {

    @TempDir
    Path directory;

    @Test
    void aConfiguredSiteMayCallAndNoOther() throws Exception {
        try (PackagedService service = PackagedService.start(directory,
                Map.of("quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", "https://fleet.example.com",
                        "quarkus.http.cors.headers", "authorization,content-type"))) {
            preflight(service, "https://fleet.example.com").statusCode(200)
                    .header("Access-Control-Allow-Origin", "https://fleet.example.com")
                    .header("Access-Control-Allow-Headers", containsString("authorization"));
            preflight(service, "https://evil.example").header("Access-Control-Allow-Origin", nullValue());
        }
    }

    private static ValidatableResponse preflight(PackagedService service, String origin) {
        return service.request().header("Origin", origin).header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization").options("/devices/").then();
    }
}
