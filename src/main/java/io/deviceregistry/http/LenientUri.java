package io.deviceregistry.http;

/**
 * Escapes what RFC 3986 does not allow in a request's target and some clients send all the same: {@code pvr} completes
 * nicks by {@code GET /devices/?nick=^prefix}.
 */
final class LenientUri {

    private static final String ALLOWED = "-._~:/?#@!$&'()*+,;=%";

    private LenientUri() {
    }

    /** The target with each such character as {@code %XX}; what is allowed stays as it is. */
    static String escape(String target) {
        StringBuilder escaped = new StringBuilder(target.length() + 8);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (isAllowed(c) && (c != '%' || isEscape(target, i))) {
                escaped.append(c);
            } else {
                // The parser gives one character for each byte of the request line.
                escaped.append(String.format("%%%02X", c & 0xff));
            }
        }
        return escaped.toString();
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ALLOWED.indexOf(c) >= 0;
    }

    private static boolean isEscape(String target, int at) {
        return at + 2 < target.length() && Character.digit(target.charAt(at + 1), 16) >= 0
                && Character.digit(target.charAt(at + 2), 16) >= 0;
    }
}
