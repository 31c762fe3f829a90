package io.deviceregistry.http.json;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the expected type of a member in terms of JSON. */
final class ExpectedType {

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(Map.entry(String.class, "a string"),
            Map.entry(Boolean.class, "true or false"), Map.entry(boolean.class, "true or false"),
            Map.entry(Integer.class, wholeNumber(Integer.SIZE)), Map.entry(int.class, wholeNumber(Integer.SIZE)),
            Map.entry(Long.class, wholeNumber(Long.SIZE)), Map.entry(long.class, wholeNumber(Long.SIZE)),
            Map.entry(Instant.class,
                    "a time as in RFC 3339, with at most milliseconds, in the years 1970 to 9999, such as \"2026-01-01T12:00:00.000Z\""));

    private ExpectedType() {
    }

    /** @param type {@code null} if it is not known */
    static String of(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> '"' + constant.toString().toLowerCase(Locale.ROOT) + '"')
                    .collect(Collectors.joining(" or "));
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "an array" : WORDS.getOrDefault(type, "an object");
    }

    private static String wholeNumber(int bits) {
        return "a whole number of at most " + bits + " bits";
    }
}
