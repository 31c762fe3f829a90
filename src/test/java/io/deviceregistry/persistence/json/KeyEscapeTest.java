package io.deviceregistry.persistence.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class KeyEscapeTest {

    private static final String ALPHABET = "ab01.$%\u0000\u00e9\u043a2eE/ ";

    @Test
    void whatIsEscapedComesBackAndIsOneHarmlessName() {
        Random random = new Random(42);
        Map<String, String> escaped = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            String name = KeyEscape.escape(key.toString());
            assertEquals(key.toString(), KeyEscape.unescape(name));
            assertFalse(name.isEmpty() || name.matches("(?s).*[.$\u0000].*|[0-9]+"), name);
            String other = escaped.put(name, key.toString());
            assertTrue(other == null || other.equals(key.toString()), "two keys have the name " + name);
        }
    }
}
