package io.deviceregistry.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Parallel;
import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class SecretHasherTest {

    private static final int CALLERS = 32;

    private final Randomness randomness = new Randomness();
    private final SecretHasher hasher = new SecretHasher(randomness, () -> 10, new TestLimits());

    @AfterEach
    void stop() {
        hasher.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", "correct horse battery staple", "пароль 密码 🔑", "with\0zero", " "})
    void aChosenSecretMatchesItsSlowHashAndNothingElseDoes(String text) {
        SecretHash hash = hasher.hashChosen(new Secret(text));
        assertFalse(hash.isFast());
        assertTrue(hash.value().startsWith("$2"), "a modular crypt string of bcrypt");
        assertTrue(hasher.matches(new Secret(text), hash));
        assertFalse(hasher.matches(new Secret(text + "x"), hash));
    }

    @Test
    void bytesBehindThe72ndAndBehindZeroCount() {
        SecretHash hash = hasher.hashChosen(new Secret("a".repeat(72) + "b"));
        assertFalse(hasher.matches(new Secret("a".repeat(72) + "c"), hash));
        assertFalse(hasher.matches(new Secret("a".repeat(72)), hash));
        assertFalse(hasher.matches(new Secret("with\0one"), hasher.hashChosen(new Secret("with\0another"))));
    }

    @Test
    void aGeneratedSecretHasAFastHashWithASalt() {
        Secret secret = Secret.random(randomness);
        SecretHash hash = hasher.hashGenerated(secret);
        assertTrue(hash.isFast());
        assertTrue(hasher.matches(secret, hash));
        assertFalse(hasher.matches(Secret.random(randomness), hash));
        assertNotEquals(hash, hasher.hashGenerated(secret));
        assertNotEquals(hasher.hashChosen(secret), hasher.hashChosen(secret));
    }

    @Test
    void aGeneratedSecretHas256RandomBits() {
        Secret secret = Secret.random(randomness);
        assertEquals(32, java.util.Base64.getUrlDecoder().decode(secret.value()).length);
        assertNotEquals(secret, Secret.random(randomness));
    }

    @Test
    void nobodyMatches() {
        assertFalse(hasher.matches(new Secret("any"), null));
    }

    @Test
    void nothingOfASecretIsPrinted() {
        Secret secret = Secret.random(randomness);
        SecretHash hash = hasher.hashGenerated(secret);
        assertFalse((secret + " " + hash).contains(secret.value()));
        assertFalse(hash.toString().contains(hash.value()));
        assertFalse(hash.value().contains(secret.value()));
    }

    @Test
    void aSecretHasOneTo1024Characters() {
        assertTrue(new Secret("x".repeat(1_024)).isAcceptable());
        assertFalse(new Secret("x".repeat(1_025)).isAcceptable());
        assertFalse(new Secret("").isAcceptable());
        assertFalse(new Secret(null).isAcceptable());
    }

    @Test
    void whoeverFindsTheQueueFullIsToldToComeBack() throws Exception {
        SecretHasher small = new SecretHasher(randomness, () -> 10, new TestLimits(1));
        List<ProblemType> refusals = Parallel.run(CALLERS, i -> {
            try {
                small.hashChosen(new Secret("storm"));
                return null;
            } catch (ProblemException e) {
                assertEquals("2", e.headers().get("Retry-After"));
                return e.type();
            }
        });
        assertTrue(refusals.contains(ProblemType.TOO_MANY_REQUESTS), refusals.toString());
        assertTrue(refusals.contains(null), "some are served");
        // The fast hash needs no place in the queue, and after the storm all is as before.
        assertTrue(small.matches(new Secret("calm"), small.hashChosen(new Secret("calm"))));
        small.stop();
    }
}
