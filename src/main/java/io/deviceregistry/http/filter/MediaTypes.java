package io.deviceregistry.http.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.vertx.core.MultiMap;

/**
 * Normalizes {@code Accept} and {@code Content-Type} for the framework, which supports neither blanks before a semicolon, nor empty
 * elements of a list, nor a list over several field lines, nor a weight of zero (RFC 9110, sections 5.3, 5.6 and 12.4.2).
 */
final class MediaTypes {

    private static final String ACCEPT = "Accept";
    private static final String CONTENT_TYPE = "Content-Type";
    /** What is left of an {@code Accept} that excludes everything. */
    private static final String NOTHING = "nothing/nothing";
    private static final Pattern EXCLUDED = Pattern
            .compile("[^\"]*(?:\"(?:\\\\.|[^\"\\\\])*\"[^\"]*)*;q=0(?:\\.0{0,3})?(?:;.*)?", Pattern.CASE_INSENSITIVE);

    private MediaTypes() {
    }

    static void normalize(MultiMap headers) {
        List<String> accepted = headers.getAll(ACCEPT);
        if (accepted.size() > 1 || accepted.size() == 1 && !isSingle(accepted.get(0))) {
            headers.set(ACCEPT, accepted(String.join(",", accepted)));
        }
        String type = headers.get(CONTENT_TYPE);
        if (type != null && !isSingle(type)) {
            headers.set(CONTENT_TYPE, withoutBlanks(type));
        }
    }

    /** Whether it is one type without parameters, as in most requests, which is normal already. */
    private static boolean isSingle(String value) {
        return value.chars().noneMatch(c -> c == ' ' || c == '\t' || c == ',' || c == ';');
    }

    /** The list without excluded types, empty elements and optional blanks. */
    static String accepted(String value) {
        List<String> kept = new ArrayList<>();
        boolean excludes = false;
        for (String element : elements(withoutBlanks(value))) {
            boolean excluded = EXCLUDED.matcher(element).matches();
            excludes |= excluded;
            if (!excluded && !element.isEmpty()) {
                kept.add(element);
            }
        }
        return kept.isEmpty() && excludes ? NOTHING : String.join(",", kept);
    }

    private static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                elements.add(list.substring(start, i));
                start = i + 1;
            }
        }
        elements.add(list.substring(start));
        return elements;
    }

    /** Blanks are significant only inside quoted strings. */
    static String withoutBlanks(String value) {
        StringBuilder result = new StringBuilder(value.length());
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\' && i + 1 < value.length()) {
                result.append(c).append(value.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || c != ' ' && c != '\t') {
                result.append(c);
            }
        }
        return result.toString();
    }
}
