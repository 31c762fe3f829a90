package io.deviceregistry.http.message;

/**
 * Percent-encodes characters that RFC 3986 does not allow in a request target but that some clients send: {@code pvr} completes
 * nicks with {@code GET /devices/?nick=^prefix}.
 */
public final class LenientUri {

    private static final String ALLOWED = "-._~:/?#@!$&'()*+,;=%";

    private LenientUri() {
    }

    /** The target with each such character as {@code %XX}; the same object if there are none, as is usual. */
    public static String escape(String target) {
        int valid = 0;
        while (valid < target.length() && isValid(target, valid)) {
            valid++;
        }
        return valid == target.length() ? target : escape(target, valid);
    }

    private static String escape(String target, int valid) {
        StringBuilder escaped = new StringBuilder(target.length() + 8).append(target, 0, valid);
        for (int i = valid; i < target.length(); i++) {
            char c = target.charAt(i);
            if (isValid(target, i)) {
                escaped.append(c);
            } else {
                // The parser returns one character for each byte of the request line.
                escaped.append(String.format("%%%02X", c & 0xff));
            }
        }
        return escaped.toString();
    }

    private static boolean isValid(String target, int at) {
        char c = target.charAt(at);
        return isAllowed(c) && (c != '%' || isEscape(target, at));
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ALLOWED.indexOf(c) >= 0;
    }

    private static boolean isEscape(String target, int at) {
        return at + 2 < target.length() && Character.digit(target.charAt(at + 1), 16) >= 0
                && Character.digit(target.charAt(at + 2), 16) >= 0;
    }
}
