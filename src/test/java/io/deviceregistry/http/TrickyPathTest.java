package io.deviceregistry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrickyPathTest {

    /** In lower case; a control character besides. */
    private static final List<String> TRICKY = List.of(";", "//", "..", "\\", "%2e", "%2f", "%3b", "%5c", "%7f", "%0", "%1");
    private static final char[] CHARACTERS = "/.;\\%01235678abBcCeEfF\n\u007f\u0130".toCharArray();
    private static final int LENGTH = 4;

    @ParameterizedTest
    @ValueSource(strings = {"/devices;x", "//devices", "/devices/../auth", "/devices\\x", "/devices/%2E%2e/auth",
            "/devices%2Fx",
            "/devices%3Bx", "/devices%5cx", "/devices/%00", "/devices/%1f", "/devices/%7F", "/devices/\t", "/devices/%0"})
    void whatCouldBeReadInTwoWaysIsTricky(String path) {
        assertTrue(TrickyPath.is(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/devices/", "/devices/a.b/user-meta", "/devices/%5Epu", "/devices/a+b%2B", "/devices/%",
            "/devices/%2", "/.well-known/jwks.json", "/devices/%C3%A5"})
    void anOrdinaryPathIsNot(String path) {
        assertFalse(TrickyPath.is(path));
    }

    @Test
    void isWhateverHoldsAnyOfThese() {
        for (int number = 0; number < Math.pow(CHARACTERS.length, LENGTH); number++) {
            String path = path(number);
            String lower = path.toLowerCase(Locale.ROOT);
            boolean tricky = TRICKY.stream().anyMatch(lower::contains) || lower.chars().anyMatch(Character::isISOControl);
            assertEquals(tricky, TrickyPath.is(path), path);
        }
    }

    private static String path(int number) {
        StringBuilder path = new StringBuilder();
        for (int i = 0, rest = number; i < LENGTH; i++, rest /= CHARACTERS.length) {
            path.append(CHARACTERS[rest % CHARACTERS.length]);
        }
        return path.toString();
    }
}
