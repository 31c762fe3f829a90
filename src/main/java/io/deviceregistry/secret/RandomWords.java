package io.deviceregistry.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Singleton;

/** Random words that people can read on one screen and type on another. */
@Singleton
public class RandomWords {

    private static final String RESOURCE = "/words.txt";

    private final List<String> words;
    private final Randomness randomness;

    RandomWords(Randomness randomness) {
        this.randomness = randomness;
        try (InputStream stream = RandomWords.class.getResourceAsStream(RESOURCE)) {
            this.words = new String(stream.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four words of 2,048: 44 random bits. */
    public String challenge() {
        return join(4, "-");
    }

    /** A nick that is easier to remember than an id; not necessarily unique. */
    public String friendlyNick() {
        return join(2, "_");
    }

    private String join(int count, String separator) {
        return IntStream.range(0, count).mapToObj(i -> words.get(randomness.below(words.size())))
                .collect(Collectors.joining(separator));
    }
}
