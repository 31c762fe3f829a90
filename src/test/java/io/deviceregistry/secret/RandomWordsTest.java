package io.deviceregistry.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class RandomWordsTest {

    @Test
    void aChallengeHasAtLeastFortyBits() throws Exception {
        List<String> words = new String(RandomWords.class.getResourceAsStream("/words.txt").readAllBytes()).lines().toList();
        assertEquals(words.size(), Set.copyOf(words).size());
        assertTrue(words.stream().allMatch(word -> word.matches("[a-z]{3,7}")));
        double bits = 4 * Math.log(words.size()) / Math.log(2);
        assertTrue(bits >= 40, "only " + bits + " bits");
    }

    @Test
    void challengesDiffer() {
        RandomWords words = new RandomWords(new Randomness());
        Set<String> challenges = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            challenges.add(words.challenge());
        }
        assertEquals(1_000, challenges.size());
        assertTrue(words.friendlyNick().matches("[a-z]+_[a-z]+"));
    }
}
