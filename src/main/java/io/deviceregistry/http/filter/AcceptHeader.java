package io.deviceregistry.http.filter;

import java.util.List;

import io.vertx.core.MultiMap;

/**
 * Normalizes the {@code Accept} header for the framework, which supports neither blanks before a semicolon nor a list over
 * several field lines (RFC 9110, sections 5.3 and 5.6.6).
 */
final class AcceptHeader {

    private static final String NAME = "Accept";

    private AcceptHeader() {
    }

    static void normalize(MultiMap headers) {
        List<String> lines = headers.getAll(NAME);
        if (lines.size() > 1 || lines.size() == 1 && (lines.get(0).indexOf(' ') >= 0 || lines.get(0).indexOf('\t') >= 0)) {
            headers.set(NAME, withoutBlanks(String.join(",", lines)));
        }
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
