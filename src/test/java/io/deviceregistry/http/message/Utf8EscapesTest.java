package io.deviceregistry.http.message;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8EscapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "*", "/devices/%C3%A5", "/devices/?nick=%5Eboi&x=%F0%9F%98%80", "/%41%42/%43"})
    void charactersAreFine(String target) {
        assertTrue(Utf8Escapes.areValid(target));
    }

    /** A surrogate, an overlong form, a byte of another coding, a sequence that is cut. */
    @ParameterizedTest
    @ValueSource(strings = {"/devices/%ED%A0%80", "/?nick=%C0%AF", "/?nick=%FF", "/%41/%E2%82", "/%E2%82x%AC", "/%C3"})
    void otherBytesAreNot(String target) {
        assertFalse(Utf8Escapes.areValid(target));
    }
}
