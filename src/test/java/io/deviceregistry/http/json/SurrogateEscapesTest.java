package io.deviceregistry.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateEscapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"a\":\"\\ud83d\\ude00\"}", "\"\\\\ud800\"", "\"\\u0041\\ud83D\\uDe00\\ud83d\\ude00\"",
            "\"\ud83d\ude00\"",
            "\"\\ud8", "\\", "\\uzzzz", "\"\\n\\\\\\\"\""})
    void pairsAndOtherEscapesAreFine(String json) {
        assertEquals(-1, SurrogateEscapes.findUnpaired(json));
    }

    @Test
    void anUnpairedOneIsFoundWhereItBegins() {
        assertEquals(1, SurrogateEscapes.findUnpaired("\"\\ud800\""));
        assertEquals(1, SurrogateEscapes.findUnpaired("\"\\udfff\""));
        assertEquals(1, SurrogateEscapes.findUnpaired("\"\\uD83D\\u0041\""));
        assertEquals(1, SurrogateEscapes.findUnpaired("\"\\ud83d \\ude00\""));
        assertEquals(13, SurrogateEscapes.findUnpaired("\"\\ud83d\\ude00\\ude00\""));
        assertEquals(3, SurrogateEscapes.findUnpaired("\"\\\\\\ud800\""));
    }
}
