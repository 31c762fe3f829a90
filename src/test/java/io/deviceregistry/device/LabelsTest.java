package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class LabelsTest {

    private final Labels labels = new Labels(new TestLimits());

    @ParameterizedTest
    @ValueSource(strings = {"a", "A9", "a.b-c_d", "example.com/name", "a/b", "x-1.y/Z",
            "123456789012345678901234567890123456789012345678901234567890123"})
    void takesKeysAsKubernetesDoes(String key) {
        labels.check(Map.of(key, "v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a-", "_a", "a.", "a b", "a=b", "/a", "a/", "a/b/c", "Example.com/a", "-a/b", "a-/b",
            "a..b/c", ".a/b", "é", "a\n", "a$", "a,b", "1234567890123456789012345678901234567890123456789012345678901234"})
    void refusesOtherKeys(String key) {
        refused(Map.of(key, "v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", "a b", "a=b", "a/b", "é", "a\n", " ",
            "1234567890123456789012345678901234567890123456789012345678901234"})
    void refusesOtherValues(String value) {
        refused(Map.of("a", value));
    }

    @Test
    void aValueMayBeEmptyAndNoneMayBeNull() {
        labels.check(Map.of("a", ""));
        labels.check(null);
        refused(java.util.Collections.singletonMap("a", null));
    }

    @Test
    void aPrefixHas253CharactersAtMost() {
        String segment = "a".repeat(63) + ".";
        String longest = segment.repeat(3) + "a".repeat(61);
        labels.check(Map.of(longest + "/x", "v"));
        refused(Map.of(longest + "a/x", "v"));
    }

    @Test
    void sixtyFourAreEnough() {
        labels.check(many(64));
        refused(many(65));
    }

    @Test
    void whatIsTakenComesBackFromTheDatabase() {
        Random random = new Random(64);
        String alphabet = "aZ09-_./=$% é";
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> given = Map.of(text(random, alphabet), text(random, alphabet));
            try {
                labels.check(given);
            } catch (ProblemException e) {
                assertEquals(ProblemType.UNPROCESSABLE, e.type());
                continue;
            }
            String stored = DeviceDocument.labels(given).get(0);
            int equals = stored.indexOf('=');
            assertEquals(given, Map.of(stored.substring(0, equals), stored.substring(equals + 1)));
        }
    }

    private static String text(Random random, String alphabet) {
        return random.ints(random.nextInt(5), 0, alphabet.length()).mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static Map<String, String> many(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    }

    private void refused(Map<String, String> given) {
        ProblemException problem = assertThrows(ProblemException.class, () -> labels.check(given));
        assertEquals(ProblemType.UNPROCESSABLE, problem.type());
        assertTrue(problem.violations().get(0).field().startsWith("labels"));
    }
}
