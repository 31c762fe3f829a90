package io.deviceregistry.http.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.vertx.core.buffer.Buffer;

class BodyWeightTest {

    private static long weight(String... parts) {
        BodyWeight weight = new BodyWeight();
        for (String part : parts) {
            weight.add(Buffer.buffer(part));
        }
        return weight.bytes();
    }

    @Test
    void manySmallValuesWeighMoreThanALongText() {
        String objects = "[" + "{},".repeat(1_000) + "{}]";
        String text = "\"" + "x".repeat(objects.length() - 2) + "\"";
        assertTrue(weight(objects) > 20 * weight(text));
    }

    @Test
    void partsWeighAsMuchAsTheWhole() {
        assertEquals(weight("{\"a\": [1, 2, {}]}"), weight("{\"a\": [1", ", 2, ", "{}]}"));
    }
}
