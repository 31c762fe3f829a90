package io.deviceregistry.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class WordsTest {

    private static final double MIN_BITS = 40;

    private final Words words = new Words(new Randomness());

    private static List<String> list() throws Exception {
        try (InputStream stream = WordsTest.class.getResourceAsStream("/words.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void theListHasManyWordsAndNoneTwice() throws Exception {
        List<String> list = list();
        assertTrue(list.size() >= 1_024, list.size() + " words");
        assertEquals(list.size(), new HashSet<>(list).size());
    }

    /** A hyphen would make two words of one. */
    @Test
    void aWordIsShortAndOfSmallLetters() throws Exception {
        assertEquals(List.of(), list().stream().filter(word -> !word.matches("[a-z]{2,12}")).toList());
    }

    @Test
    void aChallengeHasAtLeast40RandomBits() throws Exception {
        int count = words.challenge().split("-").length;
        double bits = count * Math.log(list().size()) / Math.log(2);
        assertTrue(bits >= MIN_BITS, bits + " bits");
    }

    @Test
    void challengesAreOfTheListAndDiffer() throws Exception {
        Set<String> list = Set.copyOf(list());
        List<String> challenges = IntStream.range(0, 1_000).mapToObj(i -> words.challenge()).toList();
        assertEquals(challenges.size(), new HashSet<>(challenges).size());
        assertTrue(challenges.stream().flatMap(challenge -> Arrays.stream(challenge.split("-"))).allMatch(list::contains));
    }

    @Test
    void aFriendlyNickIsANick() {
        IntStream.range(0, 100).mapToObj(i -> words.friendlyNick())
                .forEach(nick -> assertTrue(nick.matches("[a-z]+_[a-z]+"), nick));
    }
}
