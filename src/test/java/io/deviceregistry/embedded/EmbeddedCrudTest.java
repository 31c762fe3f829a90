package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;

/** Reads and writes through the official driver, as the stores do them. */
class EmbeddedCrudTest {

    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    @TempDir
    static Path directory;
    static OpenStore store;
    MongoCollection<Document> things;

    @BeforeAll
    static void open() {
        store = OpenStore.at(directory);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void clear() {
        things = store.fresh("things");
    }

    private static Document doc(Object... fields) {
        Document document = new Document();
        for (int i = 0; i < fields.length; i += 2) {
            document.append((String) fields[i], fields[i + 1]);
        }
        return document;
    }

    @Test
    void returnsEveryTypeAsItWasStored() {
        Document nested = doc("z", 1, "a", doc("q", null, "b", List.of(1, List.of(2, doc("c", 3)))));
        Document all = doc("_id", new ObjectId(), "null", null, "bool", true, "int", Integer.MIN_VALUE, "long", Long.MAX_VALUE,
                "double", 1.5, "nan", Double.NaN, "decimal", Decimal128.parse("1.10"), "string",
                "\u0000 \u00e9 \u4e2d \ud83d\ude00",
                "id", new ObjectId(), "date", new Date(1_700_000_000_123L), "bytes", new Binary(new byte[]{0, -1, 7}),
                "document",
                nested, "array", Arrays.asList(null, 1, "x", doc()), "empty", doc(), "none", List.of(), "$key", 1, "",
                "empty key");
        things.insertOne(all);
        Document read = things.find(doc("_id", all.get("_id"))).first();
        assertEquals(all, read);
        assertEquals(all.toJson(), read.toJson());
    }

    @Test
    void updatesWithAllOperatorsAndReturnsTheResult() {
        things.insertOne(doc("_id", 1, "a", 1, "gone", 1, "m", doc("x", 1, "y", 2)));
        Document update = doc("$set", doc("m.x", 5, "n.new.path", "p"), "$unset", doc("gone", "", "not.there", ""), "$inc",
                doc("a", 2L, "counter", 1), "$setOnInsert", doc("inserted", true));
        assertEquals(doc("_id", 1, "a", 3L, "m", doc("x", 5, "y", 2), "n", doc("new", doc("path", "p")), "counter", 1),
                things.findOneAndUpdate(doc("_id", 1, "a", 1), update, AFTER));
        assertNull(things.findOneAndUpdate(doc("_id", 1, "a", 1), update, AFTER));
        assertNull(things.findOneAndUpdate(doc("_id", 9), update, AFTER.projection(doc("a", 1))));
        AFTER.projection(null);
        assertEquals(doc("_id", 2, "a", 1, "inserted", true), things.findOneAndUpdate(doc("_id", 2),
                doc("$inc", doc("a", 1), "$setOnInsert", doc("inserted", true)),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)));
        assertEquals(3, ((Number) things.findOneAndUpdate(doc("_id", 2), doc("$set", doc("a", 3)), AFTER).get("a")).intValue());
        assertEquals(1, things.updateOne(doc("_id", 2), doc("$set", doc("a", 3))).getMatchedCount());
        assertEquals(0, things.updateOne(doc("_id", 2), doc("$set", doc("a", 3))).getModifiedCount());
        assertEquals(new ArrayList<>(List.of("_id", "b")),
                List.copyOf(things.findOneAndReplace(doc("_id", 2), doc("b", 1),
                        new FindOneAndReplaceOptions().returnDocument(ReturnDocument.AFTER)).keySet()));
        assertEquals(doc("_id", 2, "b", 1), things.findOneAndDelete(doc("_id", 2)));
        assertEquals(1, things.countDocuments());
    }

    @Test
    void refusesAPathBelowWhatIsNoDocument() {
        things.insertOne(doc("_id", 1, "scalar", 1, "null", null, "array", List.of(doc("b", doc("c", 1))), "same", 1));
        Document before = things.find().first();
        for (String path : List.of("scalar.b", "null.b", "array.b", "array.b.0", "array.b.c", "scalar.b.c", "null.0")) {
            for (String operator : List.of("$set", "$inc")) {
                Document update = doc("$set", doc("same", 2));
                update = operator.equals("$set") ? doc("$set", doc("same", 2, path, 1)) : update.append("$inc", doc(path, 1));
                Document tried = update;
                MongoWriteException write = assertThrows(MongoWriteException.class,
                        () -> things.updateOne(doc("_id", 1), tried), path);
                assertEquals(28, write.getCode(), path);
                MongoCommandException command = assertThrows(MongoCommandException.class,
                        () -> things.findOneAndUpdate(doc("_id", 1), tried), path);
                assertEquals(28, command.getErrorCode(), path);
            }
            assertEquals(1, things.updateOne(doc("_id", 1), doc("$unset", doc(path, ""))).getMatchedCount(), path);
            assertEquals(before.keySet(), things.find().first().keySet());
        }
        things.updateOne(doc("_id", 1), doc("$set", doc("array.0.b", 5, "array.2", 6)));
        assertEquals(Arrays.asList(doc("b", 5), null, 6), things.find().first().get("array"));
    }

    @Test
    void findsByEveryOperatorThatTheStoresUse() {
        for (int i = 0; i < 10; i++) {
            things.insertOne(doc("_id", i, "n", i, "s", i % 2 == 0 ? "even" : "odd", "at", new Date(1000L * i)));
        }
        things.insertOne(doc("_id", 10, "n", "text"));
        assertFinds(doc("n", doc("$gt", 2, "$lte", 5)), 3, 4, 5);
        assertFinds(doc("n", doc("$gte", 8, "$lt", 9)), 8);
        assertFinds(doc("n", doc("$in", List.of(1, 3L, 99))), 1, 3);
        assertFinds(doc("n", doc("$ne", 1), "s", "odd"), 3, 5, 7, 9);
        assertFinds(doc("s", doc("$exists", false)), 10);
        assertFinds(doc("n", doc("$type", "string")), 10);
        assertFinds(doc("$or", List.of(doc("n", 1), doc("n", 2, "s", "odd"), doc("_id", 4))), 1, 4);
        assertFinds(doc("$and", List.of(doc("_id", doc("$in", List.of(4, 5, 12))), doc("s", "odd"))), 5);
        assertFinds(doc("_id", doc("$gt", 8)), 9, 10);
        assertFinds(doc("_id", doc("$eq", 8), "s", "odd"));
        assertFinds(doc("s", doc("$regex", "^ev"), "at", doc("$lt", new Date(3000))), 0, 2);
        assertEquals(5, things.countDocuments(doc("s", "even")));
        assertEquals(1, things.countDocuments(doc("_id", 3)));
        assertEquals(11, things.countDocuments());
        assertEquals(3, things.deleteMany(doc("at", doc("$lt", new Date(3000)))).getDeletedCount());
        assertEquals(8, things.countDocuments());
    }

    private void assertFinds(Document filter, Object... ids) {
        assertEquals(Set.of(ids), OpenStore.ids(things.find(filter)), filter.toJson());
    }

    @Test
    void sortsByTwoFieldsAndPages() {
        for (int i = 0; i < 300; i++) {
            things.insertOne(doc("_id", i, "t", new Date(i % 7), "o", "x".repeat(i % 2)));
        }
        List<Integer> expected = new ArrayList<>();
        for (int t = 6; t >= 0; t--) {
            for (int i = t; i < 300; i += 7) {
                expected.add(i);
            }
        }
        Document sort = doc("t", -1, "_id", 1);
        List<Integer> paged = new ArrayList<>();
        for (int skip = 0; skip < 300; skip += 35) {
            things.find().sort(sort).skip(skip).limit(35).map(d -> d.getInteger("_id")).into(paged);
        }
        assertEquals(expected, paged);
        assertEquals(expected, things.find().sort(sort).batchSize(9).map(d -> d.getInteger("_id")).into(new ArrayList<>()));
        assertEquals(Set.of("_id", "t"), things.find(doc("_id", 1)).projection(doc("t", 1)).first().keySet());
        assertEquals(Set.of("t"), things.find(doc("_id", 1)).projection(doc("t", 1, "_id", 0)).first().keySet());
        assertEquals(Set.of("_id", "t"), things.find(doc("_id", 1)).projection(doc("o", 0)).first().keySet());
    }

    @Test
    void aPageThatIsStillBeingReadDoesNotChange() {
        for (int i = 0; i < 50; i++) {
            things.insertOne(doc("_id", i, "m", doc("v", 0)));
        }
        try (var cursor = things.find().batchSize(10).iterator()) {
            assertEquals(0, cursor.next().get("m", Document.class).get("v"));
            things.updateMany(doc(), doc("$set", doc("m.v", 1)));
            cursor.forEachRemaining(d -> assertEquals(doc("v", 0), d.get("m")));
        }
    }

    @Test
    void anAggregationBeginsWithItsFilterAndChangesNothing() {
        things.insertMany(List.of(doc("_id", 1, "m", doc("a", 1)), doc("_id", 2, "m", doc("a", 2))));
        Document result = things.aggregate(List.of(doc("$match", doc("_id", 1)), doc("$addFields", doc("m", doc("b", 1)))))
                .first();
        assertEquals(doc("_id", 1, "m", doc("a", 1, "b", 1)), result);
        assertEquals(doc("a", 1), things.find(doc("_id", 1)).first().get("m"));
        Document joined = things.aggregate(List.of(doc("$match", doc("_id", 1)),
                doc("$lookup", doc("from", "things", "localField", "other", "foreignField", "none", "as", "all")))).first();
        assertEquals(2, joined.getList("all", Document.class).size());
        assertEquals(2, things.aggregate(List.of(doc("$group", doc("_id", 1, "n", doc("$sum", 1))))).first().get("n"));
    }

    @Test
    void aLookupByIdTouchesNoOtherDocument() {
        things.createIndex(doc("nickKey", 1), new IndexOptions().unique(true));
        things.insertOne(doc("_id", "ok", "nickKey", "k", "zero", 1));
        things.insertOne(doc("_id", "bad", "nickKey", "l", "zero", 0));
        // Fails for a document with a zero, so it shows which documents are looked at.
        Document probe = doc("$expr", doc("$gt", List.of(doc("$divide", List.of(1, "$zero")), 0)));
        assertThrows(MongoCommandException.class, () -> things.find(probe).first());
        assertEquals("ok", things.find(new Document(probe).append("_id", "ok")).first().get("_id"));
        assertEquals("ok",
                things.find(new Document(probe).append("nickKey", "k").append("zero", doc("$gte", 1))).first().get("_id"));
        assertEquals(1, things.countDocuments(new Document(probe).append("_id", "ok")));
        assertEquals(1, things.updateOne(new Document(probe).append("_id", "ok"), doc("$set", doc("x", 1))).getModifiedCount());
        assertEquals(1, things.deleteMany(new Document(probe).append("$and", List.of(doc("_id", "ok")))).getDeletedCount());
    }

    @Test
    void worksWithTheOptionsOfTheProductionClient() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(
                        new ConnectionString(store.mongo().connectionString() + "?retryWrites=true&retryReads=true"))
                .writeConcern(WriteConcern.MAJORITY).timeout(2, TimeUnit.SECONDS).build();
        try (MongoClient client = MongoClients.create(settings)) {
            MongoCollection<Document> collection = client.getDatabase("registry").getCollection("things");
            collection.insertOne(doc("_id", 1, "a", 1));
            assertEquals(2, collection.findOneAndUpdate(doc("_id", 1), doc("$inc", doc("a", 1)), AFTER).get("a"));
            assertEquals(1, collection.updateOne(doc("_id", 2), doc("$set", doc("b", 1)), new UpdateOptions().upsert(true))
                    .getUpsertedId().asInt32().getValue() - 1);
            assertEquals(2, collection.countDocuments());
            assertEquals(1, client.getDatabase("registry").runCommand(doc("ping", 1)).getDouble("ok"));
        }
        assertEquals(2, OpenStore.all(things.find().maxTime(1, TimeUnit.SECONDS)).size());
    }

    @Test
    void ofManyConditionalUpdatesExactlyOneWins() throws Exception {
        things.insertOne(doc("_id", 1, "revision", 0));
        ExecutorService pool = Executors.newFixedThreadPool(32);
        try {
            for (int round = 0; round < 5; round++) {
                int revision = round;
                Callable<Document> attempt = () -> things.findOneAndUpdate(doc("_id", 1, "revision", revision),
                        doc("$inc", doc("revision", 1), "$set", doc("winner", Thread.currentThread().getName())), AFTER);
                List<Document> won = new ArrayList<>();
                for (Future<Document> result : pool.invokeAll(Collections.nCopies(32, attempt), 20, TimeUnit.SECONDS)) {
                    if (result.get() != null) {
                        won.add(result.get());
                    }
                }
                assertEquals(1, won.size());
                assertEquals(won.get(0), things.find(doc("_id", 1)).first());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void storesDocumentsOfAMegabyte() {
        String big = "\u00e9".repeat(512 * 1024);
        things.insertOne(doc("_id", 1, "big", big));
        things.updateOne(doc("_id", 1), doc("$set", doc("other", big)));
        Document read = things.find(doc("_id", 1)).first();
        assertTrue(big.equals(read.get("big")) && big.equals(read.get("other")));
    }
}
