package io.deviceregistry.http.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Parses lines of the {@code Forwarded} header field (RFC 7239, section 4): {@code for=192.0.2.1;proto=https, for=10.0.0.5}. A
 * malformed line is one unknown hop, so that a caller who sends an unterminated quoted string cannot hide what a proxy appends to
 * it.
 */
final class ForwardedField {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String line;
    private int at;

    private ForwardedField(String line) {
        this.line = line;
    }

    /** The hops of all lines; the hop of the nearest proxy is the last one. */
    static List<ForwardedHop> hops(List<String> lines) {
        return lines.stream().flatMap(line -> new ForwardedField(line).hops().stream()).toList();
    }

    private static Optional<String> given(Map<String, String> pairs, String name) {
        return Optional.ofNullable(pairs.get(name));
    }

    private List<ForwardedHop> hops() {
        List<ForwardedHop> hops = new ArrayList<>();
        Map<String, String> pairs = new HashMap<>();
        while (true) {
            skipBlanks();
            if (at < line.length() && ";,".indexOf(line.charAt(at)) < 0 && !readPair(pairs)) {
                return List.of(ForwardedHop.UNREADABLE);
            }
            skipBlanks();
            boolean end = at == line.length();
            char separator = end ? ',' : line.charAt(at++);
            if (separator == ',' && !pairs.isEmpty()) {
                hops.add(new ForwardedHop(given(pairs, "for"), given(pairs, "proto"), given(pairs, "host")));
                pairs.clear();
            } else if (separator != ',' && separator != ';') {
                return List.of(ForwardedHop.UNREADABLE);
            }
            if (end) {
                return hops;
            }
        }
    }

    private boolean readPair(Map<String, String> pairs) {
        String name = token().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || at == line.length() || line.charAt(at++) != '=') {
            return false;
        }
        String value = at < line.length() && line.charAt(at) == '"' ? quotedString() : token();
        return value != null && pairs.put(name, value) == null;
    }

    private String token() {
        int from = at;
        while (at < line.length() && isTokenCharacter(line.charAt(at))) {
            at++;
        }
        return line.substring(from, at);
    }

    /** Returns {@code null} if it is not terminated. */
    private String quotedString() {
        StringBuilder text = new StringBuilder();
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                at++;
                return text.toString();
            }
            if (c == '\\' && ++at == line.length()) {
                return null;
            }
            text.append(line.charAt(at));
        }
        return null;
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
