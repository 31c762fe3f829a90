package io.deviceregistry.http.message;

/**
 * Detects paths that a proxy and the router could read in different ways. Such a path contains {@code ;}, {@code //}, {@code ..},
 * a segment {@code .}, a backslash, a control character, one of these in escaped form, even twice, or an escaped character that
 * needs no escape (RFC 3986, section 6.2.2).
 */
final class AmbiguousPath {

    private static final int HEX = 16;
    private static final char DELETE = 0x7f;
    private static final String SEPARATORS = "./;\\%";
    private static final String UNRESERVED_MARKS = "-_~";

    private AmbiguousPath() {
    }

    /** In one pass, because every request is checked. */
    static boolean is(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean doubled = c == before && (c == '/' || c == '.');
            if (doubled || c == ';' || c == '\\' || Character.isISOControl(c)
                    || c == '%' && isTrickyEscape(path, i + 1)
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

    /** Judges the two digits of an escape. Nicks may contain {@code %}, which is the only character that needs an escape there. */
    private static boolean isTrickyEscape(String path, int digits) {
        char high = at(path, digits);
        if (high == '0' || high == '1') {
            return true;
        }
        int c = unescaped(high, at(path, digits + 1));
        if (c == '%') {
            int twice = unescaped(at(path, digits + 2), at(path, digits + 3));
            return twice >= 0 && isSeparator((char) twice);
        }
        return c >= 0 && (isSeparator((char) c) || UNRESERVED_MARKS.indexOf(c) >= 0
                || c < DELETE && Character.isLetterOrDigit(c));
    }

    private static boolean isSeparator(char c) {
        return SEPARATORS.indexOf(c) >= 0 || c < ' ' || c == DELETE;
    }

    /** The character that two hexadecimal digits stand for; negative if they are none. */
    private static int unescaped(char high, char low) {
        int first = Character.digit(high, HEX);
        int second = Character.digit(low, HEX);
        return first < 0 || second < 0 ? -1 : first * HEX + second;
    }
}
