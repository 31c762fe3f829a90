package io.deviceregistry.secret;

import java.security.SecureRandom;

import jakarta.inject.Singleton;

/** The only source of randomness, so that no secret comes from a weaker one. */
@Singleton
public class Randomness {

    private final SecureRandom random = new SecureRandom();

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A number that is uniformly distributed in {@code [0, bound)}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }
}
