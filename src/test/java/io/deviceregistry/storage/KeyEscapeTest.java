package io.deviceregistry.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class KeyEscapeTest {

    private static final List<String> PIECES = List.of("%", ".", "$", "\0", "0", "7", "12", "a", "F", "25", "2e", " ", "/", "é",
            "ж", "😀", "\u0001", "\uffff", "\"", "\\", "_id");

    @Test
    void whatIsEscapedComesBack() {
        Random random = new Random(7396);
        for (int i = 0; i < 20_000; i++) {
            String key = key(random);
            assertEquals(key, KeyEscape.unescape(KeyEscape.escape(key)));
        }
    }

    @Test
    void anEscapedKeyIsOneNameAndNothingElse() {
        Random random = new Random(24);
        for (int i = 0; i < 20_000; i++) {
            String escaped = KeyEscape.escape(key(random));
            assertFalse(escaped.isEmpty());
            assertFalse(escaped.contains(".") || escaped.contains("$") || escaped.indexOf(0) >= 0, escaped);
            assertFalse(escaped.matches("[0-9]+"), escaped);
        }
    }

    @Test
    void twoKeysNeverMeet() {
        Random random = new Random(42);
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = key(random);
            String other = seen.putIfAbsent(KeyEscape.escape(key), key);
            if (other != null) {
                assertEquals(other, key);
            }
        }
    }

    @Test
    void ordinaryKeysStayAsTheyAre() {
        for (String key : List.of("interfaces", "wlan0", "0x", "a b", "ключ", "_id", "-1")) {
            assertEquals(key, KeyEscape.escape(key));
        }
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            key.append(random.nextInt(4) == 0
                    ? Character.toString(random.nextInt(0xd800))
                    : PIECES.get(random.nextInt(PIECES.size())));
        }
        return key.toString();
    }
}
