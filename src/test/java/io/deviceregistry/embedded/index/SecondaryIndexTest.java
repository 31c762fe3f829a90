package io.deviceregistry.embedded.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;

import org.bson.Document;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import io.deviceregistry.embedded.OpenStore;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.value.BsonDataType;

/** What an index changes of an answer: nothing. Random documents are asked for with indexes and without. */
@Execution(ExecutionMode.CONCURRENT)
class SecondaryIndexTest {

    private static final int DOCUMENTS = 300;
    private static final int QUERIES = 200;
    private static final List<String> FIELDS = List.of("owner", "garbage", "nick", "time", "_id");

    private final Random random = new Random(7);
    private List<String> sortable = FIELDS.subList(0, 4);
    @TempDir
    Path directory;
    private OpenStore store;
    private MongoCollection<Document> indexed;
    private MongoCollection<Document> plain;

    @BeforeEach
    void open() {
        store = OpenStore.at(directory);
        indexed = store.collection("indexed");
        plain = store.collection("plain");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        close();
        open();
    }

    private void index() {
        indexed.createIndex(Indexes.ascending("owner", "garbage", "nick", "_id"));
        indexed.createIndex(Indexes.ascending("garbage", "time", "_id"));
        indexed.createIndex(Indexes.ascending("nick"));
    }

    private void fill(boolean arrays) {
        List<Document> documents = new ArrayList<>();
        for (int id = 0; id < DOCUMENTS; id++) {
            Document document = new Document("_id", id);
            for (String field : FIELDS.subList(0, 4)) {
                if (random.nextInt(12) > 0) {
                    document.append(field, arrays && !field.equals("garbage") && random.nextInt(9) == 0
                            ? Arrays.asList(value(field), value(field)).subList(0, random.nextInt(3))
                            : value(field));
                }
            }
            documents.add(document);
        }
        indexed.insertMany(documents);
        plain.insertMany(documents);
    }

    private Object value(String field) {
        return switch (field) {
            case "owner" -> random.nextInt(15) == 0 ? null : "o" + random.nextInt(3);
            case "garbage" -> random.nextInt(4) == 0;
            case "nick" -> random.nextInt(10) == 0 ? (Object) random.nextInt(5) : "n" + random.nextInt(40);
            case "time" -> new Date(random.nextInt(50));
            default -> random.nextInt(DOCUMENTS);
        };
    }

    private Document filter() {
        Document filter = new Document();
        List<Document> more = new ArrayList<>();
        for (String field : FIELDS) {
            switch (random.nextInt(field.equals("owner") || field.equals("garbage") ? 4 : 9)) {
                case 0, 1 -> filter.append(field, value(field));
                case 2 -> filter.append(field, new Document("$in", Arrays.asList(value("owner"), value(field))));
                case 3 -> more.add(new Document(field, new Document("$ne", value(field))));
                case 4 -> more.add(new Document(field, new Document("$gte", value(field))));
                case 5 -> more.add(new Document(field, new Document("$lt", value(field)).append("$gt", value(field))));
                default -> {
                    // Not filtered by.
                }
            }
        }
        return more.isEmpty() ? filter : filter.append("$and", more);
    }

    /** Ends with the id, so that there is one right order. */
    private Document sort() {
        int direction = random.nextBoolean() ? 1 : -1;
        Document sort = new Document();
        for (String field : sortable) {
            if (random.nextInt(3) == 0) {
                sort.append(field, random.nextInt(8) == 0 ? -direction : direction);
            }
        }
        return sort.append("_id", direction);
    }

    private void assertSameAnswers() {
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            Document filter = filter();
            Document sort = sort();
            int limit = random.nextInt(3) * 10;
            int skip = random.nextInt(4) == 0 ? 3 : 0;
            List<Document> expected = OpenStore.all(plain.find(filter).sort(sort).skip(skip).limit(limit));
            found += expected.size();
            String what = "filter " + filter + " sort " + sort + " skip " + skip + " limit " + limit;
            assertEquals(expected, OpenStore.all(indexed.find(filter).sort(sort).skip(skip).limit(limit)), what);
            assertEquals(OpenStore.ids(plain.find(filter)), OpenStore.ids(indexed.find(filter).sort(new Document("_id", 1))),
                    what);
            assertEquals(plain.countDocuments(filter), indexed.countDocuments(filter), what);
        }
        assertTrue(found > QUERIES, "most queries should find something");
    }

    private void changeSome() {
        for (int i = 0; i < 40; i++) {
            Document filter = new Document("_id", random.nextInt(DOCUMENTS));
            String field = FIELDS.get(random.nextInt(4));
            Document update = random.nextInt(4) == 0
                    ? new Document("$unset", new Document(field, ""))
                    : new Document("$set", new Document(field, value(field)));
            boolean delete = random.nextInt(5) == 0;
            for (MongoCollection<Document> each : List.of(indexed, plain)) {
                if (delete) {
                    each.deleteOne(filter);
                } else {
                    each.updateOne(filter, update);
                }
            }
        }
    }

    @Test
    void documentsAreFoundAsWithoutAnIndex() {
        index();
        fill(false);
        assertSameAnswers();
        changeSome();
        assertSameAnswers();
        reopen();
        assertSameAnswers();
        changeSome();
        assertSameAnswers();
    }

    @Test
    void documentsWithArraysAreFoundAsWithoutAnIndex() {
        fill(true);
        // The library has no total order of arrays.
        sortable = List.of("garbage");
        indexed.createIndex(Indexes.ascending("owner", "garbage", "_id"));
        indexed.createIndex(Indexes.ascending("nick"));
        indexed.createIndex(Indexes.ascending("time", "_id"));
        assertSameAnswers();
        changeSome();
        reopen();
        assertSameAnswers();
    }

    @Test
    void anIndexOfDocumentsThatAreThereAlreadyIsComplete() {
        fill(false);
        index();
        assertSameAnswers();
    }

    /** Also what a store of the format before has, where no such index was kept. */
    @Test
    void anIndexWhoseMakingWasCutOffIsMadeAgain() throws IOException {
        fill(false);
        index();
        changeSome();
        close();
        // Formats before the third have none.
        Files.delete(directory.resolve("registry.mv.db.commit"));
        BsonDataType type = new BsonDataType();
        try (MVStore file = new MVStore.Builder().fileName(directory.resolve("registry.mv.db").toString()).autoCommitDisabled()
                .compress().open()) {
            List<String> names = file.getMapNames().stream().filter(name -> name.contains("garbage")).toList();
            assertEquals(2, names.size());
            for (String name : names) {
                MVMap<Object, Object> map = file.openMap(name,
                        new MVMap.Builder<Object, Object>().keyType(type).valueType(type));
                assertEquals(true, map.remove("built"));
                for (int i = 0; i < 100; i++) {
                    map.remove(map.lastKey());
                }
            }
            file.setStoreVersion(1);
            file.commit();
        }
        open();
        assertSameAnswers();
        close();
        try (MVStore file = MVStore.open(directory.resolve("registry.mv.db").toString())) {
            assertEquals(DurableStore.FORMAT, file.getStoreVersion(), "a program of the format before would open it");
        }
        open();
    }

    @Test
    void aWriteThatIsRefusedLeavesNoEntry() {
        index();
        indexed.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true));
        indexed.insertOne(new Document("_id", 1).append("nick", "a").append("key", "k"));
        indexed.insertOne(new Document("_id", 2).append("nick", "b").append("key", "l"));
        for (int i = 0; i < 2; i++) {
            try {
                indexed.updateOne(new Document("_id", 2), new Document("$set", new Document("nick", "c").append("key", "k")));
                throw new AssertionError("was not refused");
            } catch (MongoWriteException e) {
                assertEquals(11000, e.getCode());
            }
            assertEquals(0, indexed.countDocuments(new Document("nick", "c")));
            assertNull(indexed.find(new Document("nick", "c")).first());
            assertEquals(2, indexed.find(new Document("nick", "b")).first().get("_id"));
            reopen();
        }
    }
}
