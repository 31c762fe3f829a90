package io.deviceregistry.identity;

import java.nio.charset.StandardCharsets;

/**
 * Detects unpaired surrogates. They are not characters: every encoder writes {@code ?} for them, so that two different texts
 * would have the same hash.
 */
public final class Unicode {

    private Unicode() {
    }

    /** Whether every surrogate of the text belongs to a pair. */
    public static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
