package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOptions;

/**
 * Laws of values that hold in any MongoDB: what is written is what is read, and numbers compare by exact value whatever their type.
 * With {@code -Dtest.mongodb=URI} they are checked there too.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExactValuesTest {

    private static final List<Object> NUMBERS = List.of(0L, 0.0, 1L, 1, 1.0, decimal("1.0"), decimal("1.00"), -1L, 1.5,
            decimal("1.5"), 0.1, decimal("0.1"), decimal("1E-400"), decimal("-1E-400"), decimal("1E+400"), decimal("1E+401"),
            decimal("-1E+400"), decimal("-1E+401"), decimal("9.999999999999999999999999999999999E+6144"), 1L << 53,
            (1L << 53) + 1,
            (double) (1L << 53), Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 0x1p63, -0x1p63,
            decimal("9223372036854775807"),
            decimal("9223372036854775808"), decimal("89010303310033979663"), decimal("89010303310033979671"),
            89010303310033979663.0,
            decimal("18446744073709551615"), decimal("18446744073709551000"), Math.PI, decimal("3.141592653589793"),
            decimal("3.141592653589793238462643383279502"), Double.MAX_VALUE, Double.MIN_VALUE, 1e25, decimal("1E+25"));

    @TempDir
    static Path directory;
    private static OpenStore embedded;
    private static MongoClient engine;
    private static final String DATABASE = "exact-values-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void open() {
        embedded = OpenStore.at(directory);
        String uri = System.getProperty("test.mongodb", "");
        engine = uri.isEmpty() ? null : MongoClients.create(uri);
    }

    @AfterAll
    static void close() {
        embedded.close();
        if (engine != null) {
            engine.getDatabase(DATABASE).drop();
            engine.close();
        }
    }

    static Stream<MongoDatabase> databases() {
        return Stream.of(embedded.client(), engine).filter(client -> client != null)
                .map(client -> client.getDatabase(DATABASE));
    }

    private static MongoCollection<Document> fresh(MongoDatabase database) {
        MongoCollection<Document> values = database.getCollection("values");
        values.drop();
        return values;
    }

    private static Decimal128 decimal(String text) {
        return Decimal128.parse(text);
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Decimal128 decimal
                ? decimal.bigDecimalValue()
                : number instanceof Double value ? new BigDecimal(value) : BigDecimal.valueOf(((Number) number).longValue());
    }

    private static Document doc(String key, Object value) {
        return new Document(key, value);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNumberWrittenOverAnotherIsRead(MongoDatabase database) {
        MongoCollection<Document> values = fresh(database);
        for (Object before : NUMBERS) {
            for (Object after : NUMBERS) {
                values.replaceOne(doc("_id", 1), doc("_id", 1).append("v", before).append("m", doc("v", List.of(before))),
                        new ReplaceOptions().upsert(true));
                Document set = doc("v", after).append("m", doc("v", List.of(after)));
                long modified = values.updateOne(doc("_id", 1), doc("$set", set)).getModifiedCount();
                Document read = values.find().first();
                // Some keep an equal number of another type.
                Object nested = read.get("m", Document.class).getList("v", Object.class).get(0);
                assertEquals(0, exact(after).compareTo(exact(read.get("v"))), () -> before + " to " + after);
                assertEquals(0, exact(after).compareTo(exact(nested)), () -> before + " to " + after);
                if (exact(before).compareTo(exact(after)) != 0) {
                    assertEquals(1, modified, () -> before + " to " + after);
                }
            }
        }
    }

    private static Document without(Document document) {
        document.remove("_id");
        return document;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void filtersCompareNumbersByTheirExactValue(MongoDatabase database) {
        MongoCollection<Document> values = fresh(database);
        for (int i = 0; i < NUMBERS.size(); i++) {
            values.insertOne(doc("_id", i).append("v", NUMBERS.get(i)).append("list", List.of("x", NUMBERS.get(i))));
        }
        for (Object wanted : NUMBERS) {
            assertEquals(which(order -> order == 0, wanted), found(values, doc("v", wanted)), () -> "= " + wanted);
            assertEquals(which(order -> order == 0, wanted), found(values, doc("list", wanted)), () -> "in a list " + wanted);
            assertEquals(which(order -> order == 0, wanted), found(values, doc("v", doc("$in", List.of(wanted)))));
            assertEquals(which(order -> order != 0, wanted), found(values, doc("v", doc("$ne", wanted))), () -> "!= " + wanted);
            assertEquals(which(order -> order != 0, wanted), found(values, doc("v", doc("$nin", List.of(wanted)))));
            assertEquals(which(order -> order > 0, wanted), found(values, doc("v", doc("$gt", wanted))), () -> "> " + wanted);
            assertEquals(which(order -> order <= 0, wanted), found(values, doc("v", doc("$lte", wanted))),
                    () -> "<= " + wanted);
        }
    }

    private static List<Integer> which(IntPredicate wanted, Object than) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < NUMBERS.size(); i++) {
            if (wanted.test(exact(NUMBERS.get(i)).compareTo(exact(than)))) {
                ids.add(i);
            }
        }
        return ids;
    }

    private static List<Integer> found(MongoCollection<Document> values, Document filter) {
        List<Integer> ids = new ArrayList<>();
        values.find(filter).forEach(document -> ids.add(document.getInteger("_id")));
        return ids.stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sortsAndIndexesKeepNearNumbersApart(MongoDatabase database) {
        MongoCollection<Document> values = fresh(database);
        values.createIndex(doc("unique", 1), new IndexOptions().unique(true));
        values.createIndex(doc("v", 1));
        List<Object> distinct = new ArrayList<>();
        for (Object number : NUMBERS) {
            if (distinct.stream().noneMatch(other -> exact(other).compareTo(exact(number)) == 0)) {
                distinct.add(number);
                values.insertOne(doc("_id", distinct.size()).append("v", number).append("unique", number).append("w", number));
            }
        }
        List<Object> sorted = distinct.stream().sorted(Comparator.comparing(ExactValuesTest::exact)).toList();
        for (String field : List.of("v", "w")) {
            List<Object> read = new ArrayList<>();
            values.find().sort(doc(field, 1)).forEach(document -> read.add(document.get(field)));
            assertEquals(sorted, read, field);
        }
        for (Object number : distinct) {
            assertEquals(1, values.countDocuments(doc("v", number)), number::toString);
            assertEquals(1, values.countDocuments(doc("unique", number)), number::toString);
        }
        assertTrue(distinct.size() > 25);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAnUpdateWritesIsReadWhateverWasThere(MongoDatabase database) {
        MongoCollection<Document> values = fresh(database);
        Random random = new Random(8259);
        for (int i = 0; i < 300; i++) {
            Document before = document(random, 3);
            Document after = document(random, 3);
            values.replaceOne(doc("_id", 1), doc("_id", 1).append("m", before).append("same", before),
                    new ReplaceOptions().upsert(true));
            values.updateOne(doc("_id", 1), doc("$set", doc("m.k", after)).append("$unset", doc("m.gone", "")));
            Document expected = new Document(before);
            expected.remove("gone");
            expected.put("k", after);
            assertEquals(doc("m", expected).append("same", before), without(values.find().first()));
            assertEquals(1, values.countDocuments(doc("m.k", after)), after::toJson);
            assertEquals(0, values.countDocuments(doc("m.k", doc("$ne", after))), after::toJson);
        }
    }

    private static Document document(Random random, int depth) {
        Document document = new Document();
        for (int i = 0; i <= random.nextInt(3); i++) {
            document.append(List.of("a", "b", "gone", "k").get(random.nextInt(4)), value(random, depth - 1));
        }
        return document;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> "text";
            case 1 -> random.nextBoolean();
            case 4 -> document(random, depth);
            case 5 -> List.of(value(random, depth - 1), value(random, depth - 1));
            default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
        };
    }
}
