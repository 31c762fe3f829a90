package io.deviceregistry.http.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Checks the percent-encodings of a request target. Decoders return the same replacement character for every sequence that is not
 * UTF-8, such as an unpaired surrogate, so that different targets would have the same meaning.
 */
final class Utf8Escapes {

    private static final int LENGTH = 3;

    private Utf8Escapes() {
    }

    /** Whether all of them decode to characters; after {@link LenientUri}, every {@code %} starts a percent-encoding. */
    static boolean areValid(String target) {
        int at = target.indexOf('%');
        while (at >= 0) {
            int end = at;
            while (end < target.length() && target.charAt(end) == '%') {
                end += LENGTH;
            }
            if (!isUtf8(target, at, Math.min(end, target.length()))) {
                return false;
            }
            at = target.indexOf('%', end);
        }
        return true;
    }

    private static boolean isUtf8(String target, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate((to - from) / LENGTH);
        for (int i = from; i + LENGTH <= to; i += LENGTH) {
            bytes.put((byte) Integer.parseInt(target, i + 1, i + LENGTH, 16));
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
