package io.deviceregistry.http.message;

/**
 * Detects paths that a proxy and the router could read in different ways. Such a path contains {@code ;}, {@code //}, {@code ..},
 * a segment {@code .}, a backslash, a control character, one of these in escaped form, or an escaped character that needs no
 * escape (RFC 3986, section 6.2.2).
 */
final class AmbiguousPath {

    private static final int HEX = 16;
    private static final char DELETE = 0x7f;
    private static final String NEVER_ESCAPED = "-._~/;\\%";

    private AmbiguousPath() {
    }

    /** In one pass, because every request is checked. */
    static boolean is(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean doubled = c == before && (c == '/' || c == '.');
            if (doubled || c == ';' || c == '\\' || Character.isISOControl(c)
                    || c == '%' && isTrickyEscape(at(path, i + 1), at(path, i + 2))
                    || c == '.' && before == '/' && isSegmentEnd(path, i + 1)) {
                return true;
            }
            before = c;
        }
        return false;
    }

    private static boolean isSegmentEnd(String path, int index) {
        return index == path.length() || path.charAt(index) == '/';
    }

    private static char at(String path, int index) {
        return index < path.length() ? path.charAt(index) : 0;
    }

    /** The value of the two digits after a {@code %}. */
    private static boolean isTrickyEscape(char high, char low) {
        int first = Character.digit(high, HEX);
        if (first == 0 || first == 1) {
            return true;
        }
        int second = Character.digit(low, HEX);
        if (first < 0 || second < 0) {
            return false;
        }
        char c = (char) (first * HEX + second);
        return c == DELETE || NEVER_ESCAPED.indexOf(c) >= 0 || c < DELETE && Character.isLetterOrDigit(c);
    }
}
