package io.deviceregistry.http;

/**
 * What would let one path be spelled in two ways, of which a proxy sees one and the router another: {@code ;}, {@code //},
 * {@code ..}, a backslash, a control character, or a dot, a slash or one of these in escaped form.
 */
final class TrickyPath {

    private TrickyPath() {
    }

    /** In one pass, because every request is looked at. */
    static boolean is(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean doubled = c == before && (c == '/' || c == '.');
            if (doubled || c == ';' || c == '\\' || Character.isISOControl(c)
                    || c == '%' && isTrickyEscape(at(path, i + 1), at(path, i + 2))) {
                return true;
            }
            before = c;
        }
        return false;
    }

    private static char at(String path, int index) {
        return index < path.length() ? path.charAt(index) : 0;
    }

    /** Of the two digits behind a {@code %}. */
    private static boolean isTrickyEscape(char high, char low) {
        return switch (high) {
            case '0', '1' -> true;
            case '2' -> low == 'e' || low == 'E' || low == 'f' || low == 'F';
            case '3' -> low == 'b' || low == 'B';
            case '5' -> low == 'c' || low == 'C';
            case '7' -> low == 'f' || low == 'F';
            default -> false;
        };
    }
}
