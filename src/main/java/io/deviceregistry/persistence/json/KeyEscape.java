package io.deviceregistry.persistence.json;

/**
 * Escapes member names, so that MongoDB treats each of them as a single field name: {@code .} separates fields, {@code $} starts
 * an operator, NUL ends a name, an empty name breaks a path, and digits alone would be an array index.
 * <p>
 * {@code %} and two hexadecimal digits stand for such a character; {@code %} alone stands for the empty name.
 */
public final class KeyEscape {

    private static final String EMPTY = "%";

    private KeyEscape() {
    }

    public static String escape(String key) {
        if (key.isEmpty()) {
            return EMPTY;
        }
        StringBuilder escaped = new StringBuilder(key.length() + 8);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '%' || c == '.' || c == '$' || c == 0) {
                append(escaped, c);
            } else {
                escaped.append(c);
            }
        }
        if (isIndex(key)) {
            StringBuilder first = new StringBuilder();
            append(first, key.charAt(0));
            escaped.replace(0, 1, first.toString());
        }
        return escaped.toString();
    }

    public static String unescape(String key) {
        if (key.equals(EMPTY)) {
            return "";
        }
        int percent = key.indexOf('%');
        if (percent < 0) {
            return key;
        }
        StringBuilder plain = new StringBuilder(key.length()).append(key, 0, percent);
        for (int i = percent; i < key.length(); i++) {
            if (key.charAt(i) == '%') {
                plain.append((char) Integer.parseInt(key, i + 1, i + 3, 16));
                i += 2;
            } else {
                plain.append(key.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean isIndex(String key) {
        return key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void append(StringBuilder out, char c) {
        out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
    }
}
