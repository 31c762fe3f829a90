package io.deviceregistry.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretHashTest {

    private final Randomness randomness = new Randomness();

    @Test
    void aGeneratedSecretMatchesItsHashAndNoOther() {
        Secret secret = Secret.random(randomness);
        SecretHash hash = SecretHash.fast(secret, randomness.bytes(16));
        assertTrue(hash.isFast());
        assertTrue(hash.matchesFast(secret));
        assertFalse(hash.matchesFast(Secret.random(randomness)));
        assertNotEquals(hash.value(), SecretHash.fast(secret, randomness.bytes(16)).value());
    }

    @Test
    void neitherIsEverPrinted() {
        Secret secret = Secret.random(randomness);
        assertEquals(43, secret.value().length());
        assertFalse(secret.toString().contains(secret.value()));
        SecretHash hash = SecretHash.fast(secret, randomness.bytes(16));
        assertFalse(hash.toString().contains(hash.value()));
    }
}
