package io.deviceregistry.openapi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestStorage.class)
class OpenApiDocumentTest {

    @Test
    void enumsListEachValueOnce() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(given().accept("application/json").when().get("/q/openapi").then().statusCode(200).extract()
                        .asString());

        List<JsonNode> enums = document.findValues("enum");

        assertFalse(enums.isEmpty(), "The document lists no enum");
        enums.forEach(listed -> {
            List<JsonNode> values = new ArrayList<>();
            listed.forEach(values::add);
            assertEquals(new HashSet<>(values).size(), values.size(), () -> "An enum lists a value twice: " + listed);
        });
    }
}
