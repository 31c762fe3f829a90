package io.deviceregistry.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** The stored hash of a secret: {@code sha256$<salt>$<digest>} for a generated one, a modular crypt string for a chosen one. */
public record SecretHash(String value) {

    private static final String FAST = "sha256$";

    /** Salted SHA-256: strong enough for 256 random bits, and fast enough for every login of every device. */
    public static SecretHash fast(Secret secret, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new SecretHash(FAST + base64.encodeToString(salt) + "$" + base64.encodeToString(digest(secret, salt)));
    }

    public boolean isFast() { return value.startsWith(FAST); }

    /** The binary logarithm of the rounds of a slow hash: {@code $2a$<cost>$…}. */
    public int cost() {
        return Integer.parseInt(value.split("\\$")[2]);
    }

    public boolean matchesFast(Secret secret) {
        String[] parts = value.split("\\$");
        byte[] salt = Base64.getDecoder().decode(parts[1]);
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[2]), digest(secret, salt));
    }

    private static byte[] digest(Secret secret, byte[] salt) {
        return Sha256.of(salt, secret.value().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SecretHash[…]";
    }
}
