package io.deviceregistry.http.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

    @Test
    void blanksAreRemovedOutsideOfQuotes() {
        assertEquals("a/b;c=\" ; \\\" ,\";q=1", MediaTypes.withoutBlanks(" a/b ; c=\" ; \\\" ,\" ;\tq=1 "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "application/json|application/json", ", a/b ,, c/d,|a/b,c/d", "a/b;q=0, c/d;q=0.5|c/d;q=0.5",
            "a/b ; q=0.000|nothing/nothing", "a/b;Q=0.|nothing/nothing", "a/b;q=0;x=y|nothing/nothing",
            "a/b;q=0.001|a/b;q=0.001", "a/b;x=\";q=0\",c/d|a/b;x=\";q=0\",c/d", "a/b;x=\"1,2\"|a/b;x=\"1,2\""})
    void whatIsExcludedOrEmptyIsNotAccepted(String given, String accepted) {
        assertEquals(accepted, MediaTypes.accepted(given));
    }
}
