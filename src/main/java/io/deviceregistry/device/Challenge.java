package io.deviceregistry.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;

/** What somebody typed who read the challenge off a device: blanks around it, capitals, and blanks or {@code _} for {@code -}. */
public record Challenge(String typed) {

    private static final int MAX_LENGTH = 256;
    private static final Pattern SEPARATOR = Pattern.compile("[\\s_]");

    /** Takes the same time wherever they differ. */
    public boolean isThatOf(Device device) {
        String shown = device.challenge();
        return shown != null && !shown.isEmpty() && typed.length() <= MAX_LENGTH
                && MessageDigest.isEqual(normal(shown), normal(typed));
    }

    private static byte[] normal(String text) {
        return SEPARATOR.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll("-").getBytes(StandardCharsets.UTF_8);
    }
}
