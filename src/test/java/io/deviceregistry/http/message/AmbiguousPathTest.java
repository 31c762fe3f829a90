package io.deviceregistry.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbiguousPathTest {

    /** In lower case: separators, dot segments, control characters, and escapes of these and of what needs no escape. */
    private static final Pattern TRICKY = Pattern.compile(";|//|\\.\\.|\\\\|/\\.(/|$)|[\\x00-\\x1f\\x7f-\\x9f]"
            + "|%[01]|%25([01][0-9a-f]|2[5ef]|3b|5c|7f)|%2[def]|%3[0-9b]|%4[1-9a-f]|%5[0-9acf]|%6[1-9a-f]|%7[0-9aef]");
    private static final char[] CHARACTERS = "/.;\\%01235678abBcCeEfF\n\u007f\u0130".toCharArray();
    private static final int LENGTH = 4;

    @ParameterizedTest
    @ValueSource(strings = {"/devices;x", "//devices", "/devices/../auth", "/devices\\x", "/devices/%2E%2e/auth",
            "/devices%2Fx",
            "/devices%3Bx", "/devices%5cx", "/devices/%00", "/devices/%1f", "/devices/%7F", "/devices/\t", "/devices/%0",
            "/./devices/", "/devices/.", "/devices/./tokens", "/%64evices/", "/auth/%6Cogin", "/devices/auth%5Fstatus",
            "/devices/%7e", "/devices/%2d", "/devices/%252e", "/devices/%252F", "/devices/%2525", "/devices/%2500",
            "/devices/%257f", "/%4d", "/devices/%39"})
    void whatCouldBeReadInTwoWaysIsTricky(String path) {
        assertTrue(AmbiguousPath.is(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/devices/", "/devices/a.b/user-meta", "/devices/%5Epu", "/devices/a+b%2B", "/devices/%",
            "/devices/%2", "/.well-known/jwks.json", "/devices/%C3%A5",
            "/devices/%5B%40%3A%20%7B", "/devices/.a/", "/devices/a%25b", "/devices/%25", "/devices/%252",
            "/devices/100%25-%2541", "/devices/a./b", "/devices/%80%9f%ff"})
    void anOrdinaryPathIsNot(String path) {
        assertFalse(AmbiguousPath.is(path));
    }

    @Test
    void isWhateverHoldsAnyOfThese() {
        for (int number = 0; number < Math.pow(CHARACTERS.length, LENGTH); number++) {
            String path = path(number);
            String lower = path.toLowerCase(Locale.ROOT);
            assertEquals(TRICKY.matcher(lower).find(), AmbiguousPath.is(path), path);
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
