package io.deviceregistry.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInstantsTest {

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z", "2030-02-28T23:59:59.1z, 2030-02-28T23:59:59.100Z",
            "2030-01-01t00:00:00+05:30, 2029-12-31T18:30:00Z", "2030-01-01T00:00:00.123000-00:00, 2030-01-01T00:00:00.123Z",
            "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"})
    void aTimeIsTheSameInstant(String text, Instant time) {
        assertEquals(Optional.of(time), RequestInstants.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2030", "1893456000", "2030-01-01", "2030-01-01T00:00Z", "2030-01-01T00:00:00",
            "2030-01-01 00:00:00Z", "2030-02-30T00:00:00Z", "2030-01-01T24:00:00Z", "2030-01-01T23:59:60Z",
            "2030-01-01T00:00:00.Z", "2030-01-01T00:00:00.1234Z", "2030-01-01T00:00:00.123456789Z", "+2030-01-01T00:00:00Z",
            "+292278994-08-17T07:12:55.808Z", "+1000000000-12-31T23:59:59.999999999Z", "-0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00+01:00", "9999-12-31T23:59:59.999-00:01", "2030-01-01T00:00:00Z\n",
            "\u0662\u0660\u0663\u0660-01-01T00:00:00Z"})
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), RequestInstants.parse(text));
    }
}
