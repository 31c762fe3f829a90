package io.deviceregistry.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class CursorsTest {

    private static final String QUERY = "devices\nprn:::accounts:/1\nfalse";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Cursors cursors = cursors("a key");

    @Test
    void aPositionComesBack() {
        Random random = new Random(8288);
        for (int i = 0; i < 2_000; i++) {
            List<String> position = IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(part -> text(random)).toList();
            assertEquals(position, cursors.decode(QUERY, cursors.encode(QUERY, position)));
        }
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String cursor = cursors.encode(QUERY, List.of("boiler", "0123456789abcdef01234567"));
        for (int i = 0; i < cursor.length(); i++) {
            for (char other : ALPHABET.toCharArray()) {
                if (other != cursor.charAt(i)) {
                    refused(cursors, QUERY, cursor.substring(0, i) + other + cursor.substring(i + 1));
                }
            }
        }
    }

    @Test
    void everyCutAndEveryAdditionIsNoticed() {
        String cursor = cursors.encode(QUERY, List.of("boiler", "0123456789abcdef01234567"));
        for (int i = 0; i < cursor.length(); i++) {
            refused(cursors, QUERY, cursor.substring(0, i));
        }
        for (String more : List.of("=", "A", "AAAA", " ", "\n", "%", "é")) {
            refused(cursors, QUERY, cursor + more);
        }
        refused(cursors, QUERY, cursor.repeat(100));
    }

    @Test
    void aCursorBelongsToOneQueryAndOneKey() {
        String cursor = cursors.encode(QUERY, List.of("boiler"));
        refused(cursors, QUERY + "x", cursor);
        refused(cursors, "", cursor);
        refused(cursors("another key"), QUERY, cursor);
    }

    @Test
    void cursorsOfAKeyThatIsBeingReplacedAreTaken() {
        String old = cursors.encode(QUERY, List.of("boiler"));
        Cursors next = new Cursors(new CursorKey() {

            @Override
            public byte[] cursorKey() {
                return "another key".getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public List<byte[]> otherCursorKeys() {
                return List.of("a key".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertEquals(List.of("boiler"), next.decode(QUERY, old));
        refused(next, QUERY + "x", old);
        refused(cursors, QUERY, next.encode(QUERY, List.of("boiler")));
    }

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(20), 0x20, 0xd800).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    private static Cursors cursors(String key) {
        return new Cursors(() -> key.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Cursors cursors, String query, String cursor) {
        ProblemException problem = assertThrows(ProblemException.class, () -> cursors.decode(query, cursor), cursor);
        assertEquals(ProblemType.BAD_CURSOR, problem.type());
    }
}
