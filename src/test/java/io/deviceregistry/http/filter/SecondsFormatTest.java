package io.deviceregistry.http.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsFormatTest {

    @ParameterizedTest
    @CsvSource({"0, 0.000000", "999, 0.000000", "1000, 0.000001", "123456789, 0.123456", "1000000000, 1.000000",
            "61000001000, 61.000001"})
    void writesSixDecimals(long nanos, String text) {
        assertEquals(text, SecondsFormat.of(nanos));
    }
}
