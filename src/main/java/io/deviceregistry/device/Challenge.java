package io.deviceregistry.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A challenge as a person typed it. Surrounding blanks, upper case, and blanks or {@code _} instead of {@code -} are accepted.
 */
public record Challenge(String typed) {

    private static final int MAX_LENGTH = 256;
    private static final Pattern SEPARATOR = Pattern.compile("[\\s_]");

    /** Compares in constant time. */
    public boolean isThatOf(Device device) {
        String shown = device.challenge();
        return shown != null && !shown.isEmpty() && typed.length() <= MAX_LENGTH
                && MessageDigest.isEqual(normal(shown), normal(typed));
    }

    private static byte[] normal(String text) {
        return SEPARATOR.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll("-").getBytes(StandardCharsets.UTF_8);
    }
}
