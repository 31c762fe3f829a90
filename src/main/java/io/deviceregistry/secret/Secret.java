package io.deviceregistry.secret;

import java.util.Base64;

import io.deviceregistry.identity.Unicode;

/** A password, the secret of a device or a token in clear text: kept only during a request, never printed. */
public record Secret(String value) {

    /** In characters. Longer secrets would only slow down hashing. */
    public static final int MAX_LENGTH = 1_024;

    /** Generates a secret of 256 random bits in base64url. */
    public static Secret random(Randomness randomness) {
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(32)));
    }

    public boolean isEmpty() { return value == null || value.isEmpty(); }

    public boolean isAcceptable() {
        return value != null && !value.isEmpty() && value.length() <= MAX_LENGTH && Unicode.isWellFormed(value);
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
