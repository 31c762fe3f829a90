package io.deviceregistry.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Parallel;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

@Execution(ExecutionMode.CONCURRENT)
class OpenApiOnDemandIT {

    private static final List<String> PATHS = List.of("/q/openapi", "/q/openapi?format=json");

    @Test
    void whoeverAsksFirstGetsTheWholeDocument(@TempDir Path directory) throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            List<Response> answers = Parallel.run(8 * PATHS.size(),
                    n -> service.request().get(PATHS.get(n % PATHS.size())));
            answers.forEach(answer -> assertEquals(200, answer.statusCode(), answer.asString()));
            Set<String> documents = new HashSet<>(answers.stream().map(Response::asString).toList());
            assertEquals(2, documents.size(), "one in YAML, one in JSON");
            String json = answers.get(1).asString();
            assertEquals("Device Registry", JsonPath.from(json).getString("info.title"));
            assertFalse(JsonPath.from(json).getMap("paths").isEmpty());
            assertTrue(answers.get(0).asString().startsWith("---\nopenapi:"), answers.get(0).asString());
        }
    }
}
