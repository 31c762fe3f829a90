package io.deviceregistry.secret;

import java.util.Base64;

import io.deviceregistry.identity.Unicode;

/** A password, a device's secret or a token, in clear: held for as long as a request lasts, never printed. */
public record Secret(String value) {

    /** Longer ones would only cost the hash time. */
    public static final int MAX_LENGTH = 1_024;

    /** 256 random bits, base64url. */
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
