package io.deviceregistry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Tokens with parts that no reader of tokens expects. */
public final class TestTokens {

    /** For a claim or a member of the header that is a string or a number. */
    public static final List<Object> WRONG_VALUES = List.of("", " ", "\ud800", "x".repeat(2_000), "prn:::accounts:/", true, 0,
            -1,
            1.5, Long.MAX_VALUE, BigInteger.TEN.pow(30), new BigDecimal("1e400"), List.of(), List.of("one", 2), Map.of(),
            Map.of("a", 1));

    private TestTokens() {
    }

    /** Whatever the token says, it is taken or refused, and the service does not fail. */
    public static void assertNoFault(String what, String token) {
        assertThat(what, Api.as(token).get("/auth/auth_status").statusCode(), is(oneOf(200, 401, 403)));
    }
}
