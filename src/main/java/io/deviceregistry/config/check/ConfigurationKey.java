package io.deviceregistry.config.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A configuration key and its allowed values.
 *
 * @param list whether the value is a list, separated by commas
 * @param fallback the default; a key with a default must not be empty
 * @param limits {@code min}, {@code max}, {@code choices} and {@code pattern}, if present
 */
record ConfigurationKey(String name, ValueType type, boolean list, Optional<String> fallback, Map<String, String> limits) {

    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),");

    /** Reads a line of the generated resource, such as {@code duration min=1s max=30d default=60m}. */
    static ConfigurationKey parse(String name, String description) {
        List<String> words = List.of(description.split(" "));
        Map<String, String> limits = new HashMap<>();
        words.stream().filter(word -> word.contains("="))
                .forEach(word -> limits.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        return new ConfigurationKey(name, ValueType.valueOf(words.get(0).toUpperCase(Locale.ROOT)), words.contains("list"),
                Optional.ofNullable(limits.get("default")), limits);
    }

    /** Its name as an environment variable. */
    String variable() {
        return ConfigurationKeys.variable(name);
    }

    /** The error in the value, as text to append to the name of the key; empty if the value is valid. */
    Optional<String> fault(String value) {
        if (value.isEmpty()) {
            return fallback.map(needed -> " is empty; it must be " + allowed());
        }
        boolean right = list
                ? SEPARATOR.splitAsStream(value).map(String::strip).filter(item -> !item.isEmpty()).allMatch(this::takes)
                : takes(value.strip());
        return right ? Optional.empty() : Optional.of("=" + printable(value) + ": must be " + allowed());
    }

    private boolean takes(String text) {
        try {
            Object value = type.parse(text);
            return isWithin(value) && choices().map(choices -> choices.contains(value)).orElse(true)
                    && Optional.ofNullable(limits.get("pattern")).map(text::matches).orElse(true);
        } catch (RuntimeException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private boolean isWithin(Object value) {
        return !(value instanceof Comparable<?> comparable)
                || compare((Comparable<Object>) comparable, "min") >= 0 && compare((Comparable<Object>) comparable, "max") <= 0;
    }

    private int compare(Comparable<Object> value, String limit) {
        return limits.containsKey(limit) ? value.compareTo(type.parse(limits.get(limit))) : 0;
    }

    private Optional<List<String>> choices() {
        return Optional.ofNullable(limits.get("choices")).map(choices -> Arrays.asList(choices.split("\\|")));
    }

    private String allowed() {
        StringBuilder allowed = new StringBuilder(type.description());
        choices().ifPresent(choices -> allowed.append(' ').append(String.join(", ", choices)));
        limit("min", allowed, ", at least ");
        limit("max", allowed, ", at most ");
        limit("pattern", allowed, " that matches ");
        return allowed.append(list ? "; several are separated by commas" : "").toString();
    }

    private void limit(String limit, StringBuilder allowed, String words) {
        if (limits.containsKey(limit)) {
            allowed.append(words).append(limits.get(limit));
        }
    }

    /** On one line, and without the password of a URL. */
    private static String printable(String value) {
        return value.replaceAll("//[^/@]*@", "//…@").replaceAll("\\p{Cntrl}", "?");
    }
}
