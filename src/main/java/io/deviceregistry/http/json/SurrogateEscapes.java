package io.deviceregistry.http.json;

/**
 * Finds unpaired surrogates in the text of a JSON document. Only an escape such as {@code \\ud800} can contain one, because the
 * bytes of the body are decoded strictly.
 */
final class SurrogateEscapes {

    private static final int LENGTH = 6;

    private SurrogateEscapes() {
    }

    /** The index of the first unpaired surrogate, or -1. One pass; most documents have no escapes at all. */
    static int findUnpaired(String json) {
        int at = json.indexOf('\\');
        while (at >= 0) {
            int next = at + 2;
            int unit = unit(json, at);
            if (isHigh(unit) && isLow(unit(json, at + LENGTH))) {
                next = at + 2 * LENGTH;
            } else if (isHigh(unit) || isLow(unit)) {
                return at;
            }
            at = json.indexOf('\\', next);
        }
        return -1;
    }

    /** The code unit of the escape at this index; -1 if there is none. */
    private static int unit(String json, int at) {
        if (at + LENGTH > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + LENGTH; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static boolean isHigh(int unit) {
        return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
    }

    private static boolean isLow(int unit) {
        return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
    }
}
