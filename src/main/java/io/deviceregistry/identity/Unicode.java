package io.deviceregistry.identity;

import java.nio.charset.StandardCharsets;

/**
 * Tells well-formed text. Half of a surrogate pair is no character: every encoder writes {@code ?} for it, so that two different
 * texts would have the same hash.
 */
public final class Unicode {

    private Unicode() {
    }

    /** Whether every surrogate of the text belongs to a pair. */
    public static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
