package io.deviceregistry.auth.hashing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Parallel;
import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;

@Execution(ExecutionMode.CONCURRENT)
class SecretHasherTest {

    private static final int CALLERS = 32;

    private final Randomness randomness = new Randomness();
    private final HashQueue queue = new HashQueue(new TestLimits());
    private final SecretHasher hasher = hasher(queue, 10);

    private SecretHasher hasher(HashQueue queue, int cost) {
        PasswordConfig config = () -> cost;
        return new SecretHasher(randomness, config, new HashCosts(config), queue, new HashQueuePlaces(null, null));
    }

    @AfterEach
    void stop() {
        queue.stop();
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
    void everyRefusalCostsTheSameHoweverOldTheHash() {
        SecretHash old = hasher(queue, 6).hashChosen(new Secret("right"));
        SecretHash present = hasher(queue, 10).hashChosen(new Secret("right"));
        SecretHasher raised = hasher(queue, 10);
        Secret wrong = new Secret("wrong");
        long unknown = processorTime(() -> raised.matches(wrong, null));
        long generated = processorTime(() -> raised.matches(wrong, hasher.hashGenerated(new Secret("right"))));
        long older = processorTime(() -> raised.matches(wrong, old));
        long newer = processorTime(() -> raised.matches(wrong, present));
        // A hash of the old cost alone would take a sixteenth.
        for (long each : List.of(generated, older, newer)) {
            assertTrue(each > unknown / 3 && each < unknown * 3,
                    "unknown " + unknown + " generated " + generated + " older " + older + " newer " + newer);
        }
    }

    @Test
    void whereTheCostWasLoweredAnUnknownUserStillCostsTheOldOne() {
        SecretHash costly = hasher(queue, 10).hashChosen(new Secret("right"));
        SecretHasher lowered = hasher(queue, 6);
        Secret wrong = new Secret("wrong");
        long known = processorTime(() -> lowered.matches(wrong, costly));
        long unknown = processorTime(() -> lowered.matches(wrong, null));
        assertTrue(unknown > known / 3 && unknown < known * 3, "unknown " + unknown + " known " + known);
    }

    /** The least of a few, in nanoseconds of this thread: other processes do not count. */
    private static long processorTime(BooleanSupplier wrong) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = threads.getCurrentThreadCpuTime();
            assertFalse(wrong.getAsBoolean());
            least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
        }
        return least;
    }

    @Test
    void whoeverFindsTheQueueFullIsToldToComeBack() throws Exception {
        HashQueue smallQueue = new HashQueue(new TestLimits(1));
        SecretHasher small = hasher(smallQueue, 10);
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
        // After the storm all is as before.
        assertTrue(small.matches(new Secret("calm"), small.hashChosen(new Secret("calm"))));
        smallQueue.stop();
    }
}
