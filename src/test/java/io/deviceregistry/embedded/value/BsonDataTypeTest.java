package io.deviceregistry.embedded.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/** What is written is what is read, and keys have one order. */
class BsonDataTypeTest {

    private static final BsonDataType TYPE = new BsonDataType();

    /** In their order; equal ones are together. */
    private static final List<List<Object>> ORDERED = List.of(
            List.of(Missing.getInstance()),
            List.of(Double.NEGATIVE_INFINITY), List.of(Long.MIN_VALUE, (double) Long.MIN_VALUE), List.of(-1.5),
            List.of(0, 0L, 0.0, -0.0),
            List.of(new Decimal128(new BigDecimal("0.1"))), List.of(0.5), List.of(1, 1L, 1.0, new Decimal128(BigDecimal.ONE)),
            List.of(9007199254740992L, 9007199254740992.0), List.of(9007199254740993L), List.of(Long.MAX_VALUE), List.of(1e300),
            List.of(Double.POSITIVE_INFINITY), List.of(Double.NaN),
            List.of(""), List.of("a"), List.of("a\u0000"), List.of("aa"), List.of("b"), List.of("\u00e9"),
            List.of("\ud83d\ude00"),
            List.of(new Document()), List.of(new Document("a", 1)), List.of(new Document("a", 1).append("b", 1)),
            List.of(new Document("b", 1)),
            List.of(List.of()), List.of(List.of(1)), List.of(List.of(1, 2)), List.of(List.of("a")),
            List.of(new UUID(1, 1)), List.of(new UUID(1, 2)),
            List.of(new ObjectId("000000000000000000000001")), List.of(new ObjectId("ff0000000000000000000000")),
            List.of(false), List.of(true), List.of(Instant.ofEpochMilli(-1)), List.of(Instant.ofEpochMilli(1)),
            List.of(new KeyValue(Collections.singletonList(null))), List.of(new KeyValue(1.0)), List.of(new KeyValue(1.0, "x")),
            List.of(new KeyValue("x")), List.of(new BinData(new byte[]{1})), List.of(new BinData(new byte[]{2})));

    @Test
    void comparesByKindAndThenByValue() {
        for (int i = 0; i < ORDERED.size(); i++) {
            for (int j = 0; j < ORDERED.size(); j++) {
                for (Object a : ORDERED.get(i)) {
                    for (Object b : ORDERED.get(j)) {
                        assertEquals(Integer.compare(i, j), Integer.signum(TYPE.compare(a, b)), a + " and " + b);
                    }
                }
            }
        }
    }

    @Test
    void sortsFromAnyOrder() {
        List<Object> singles = new ArrayList<>(ORDERED.stream().map(group -> group.get(0)).toList());
        List<Object> expected = List.copyOf(singles);
        Collections.shuffle(singles, new Random(5));
        singles.sort(KeyOrder.INSTANCE);
        assertEquals(expected, singles);
    }

    @Test
    void readsEveryKeyThatItWrote() {
        ORDERED.forEach(group -> group.forEach(value -> assertEquals(value, roundTrip(value))));
        assertSame(Missing.getInstance(), roundTrip(Missing.getInstance()));
    }

    @Test
    void readsValuesOneAfterAnother() {
        WriteBuffer buffer = new WriteBuffer();
        TYPE.write(buffer, "a");
        TYPE.write(buffer, new Document("x", Arrays.asList(1, null, "z")));
        TYPE.write(buffer, 7L);
        ByteBuffer bytes = flip(buffer);
        assertEquals("a", TYPE.read(bytes));
        assertEquals(new Document("x", Arrays.asList(1, null, "z")), TYPE.read(bytes));
        assertEquals(7L, TYPE.read(bytes));
        assertTrue(!bytes.hasRemaining());
    }

    @Test
    void aLargeValueLeavesNothingBehind() {
        WriteBuffer buffer = new WriteBuffer();
        String large = "x".repeat(100_000);
        TYPE.write(buffer, large);
        TYPE.write(buffer, "a");
        ByteBuffer bytes = flip(buffer);
        assertEquals(large, TYPE.read(bytes));
        assertEquals("a", TYPE.read(bytes));
        assertTrue(!bytes.hasRemaining());
    }

    @Test
    void keepsTheOrderOfFields() {
        Document document = new Document("z", 1).append("a", new Document("y", 1).append("b", 2)).append("m", 3);
        Document read = (Document) roundTrip(document);
        assertEquals(List.of("z", "a", "m"), List.copyOf(read.keySet()));
        assertEquals(List.of("y", "b"), List.copyOf(((Document) read.get("a")).keySet()));
    }

    private static Object roundTrip(Object value) {
        WriteBuffer buffer = new WriteBuffer();
        TYPE.write(buffer, value);
        assertTrue(TYPE.getMemory(value) > 0);
        return TYPE.read(flip(buffer));
    }

    private static ByteBuffer flip(WriteBuffer buffer) {
        ByteBuffer bytes = buffer.getBuffer();
        bytes.flip();
        return bytes;
    }
}
