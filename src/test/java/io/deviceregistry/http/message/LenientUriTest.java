package io.deviceregistry.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientUriTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/devices/?nick=%5Epu", "/devices/a?x=1&y=(2)#z", "https://host:1/devices/"})
    void whatIsAllowedStays(String target) {
        assertSame(target, LenientUri.escape(target));
    }

    @ParameterizedTest
    @CsvSource({"/devices/?nick=^pu, /devices/?nick=%5Epu", "^, %5E", "/a%, /a%25", "/a%4, /a%254", "/a%4g, /a%254g",
            "/%41^%42|, /%41%5E%42%7C", "/a\u00e5b, /a%E5b"})
    void whatIsNotIsEscaped(String target, String escaped) {
        assertEquals(escaped, LenientUri.escape(target));
    }
}
