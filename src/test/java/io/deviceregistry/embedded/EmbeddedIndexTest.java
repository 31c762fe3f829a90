package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Set;

import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOptions;

/** Unique indexes: what they refuse, that a refusal leaves nothing behind, and that a reopen keeps them. */
class EmbeddedIndexTest {

    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);
    private static final IndexOptions SPARSE = new IndexOptions().unique(true).sparse(true);

    @TempDir
    Path directory;
    OpenStore store;
    MongoCollection<Document> devices;

    @BeforeEach
    void open() {
        store = OpenStore.at(directory);
        devices = store.collection("devices");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        close();
        open();
    }

    private static Document id(Object id) {
        return new Document("_id", id);
    }

    private static Document set(String field, Object value) {
        return new Document("$set", new Document(field, value));
    }

    private static void assertDuplicate(Executable operation) {
        MongoException e = assertThrows(MongoException.class, operation);
        int code = e instanceof MongoBulkWriteException bulk ? bulk.getWriteErrors().get(0).getCode() : e.getCode();
        assertEquals(11000, code);
    }

    @Test
    void refusesADuplicateInEveryKindOfWriteAndChangesNothing() {
        devices.createIndex(Indexes.ascending("nick"), UNIQUE);
        devices.createIndex(Indexes.ascending("owner", "serial"), UNIQUE);
        devices.insertOne(id(1).append("nick", "a").append("owner", "o").append("serial", 1));
        devices.insertOne(id(2).append("nick", "b").append("owner", "o").append("serial", 2));
        for (int round = 0; round < 2; round++) {
            List<Document> before = OpenStore.all(devices.find());
            assertDuplicate(() -> devices.insertOne(id(1).append("nick", "z")));
            assertDuplicate(() -> devices.insertOne(id(1.0).append("nick", "z")));
            assertDuplicate(() -> devices.insertOne(id(3).append("nick", "a")));
            assertDuplicate(() -> devices.insertOne(id(3).append("nick", "c").append("owner", "o").append("serial", 2L)));
            assertDuplicate(() -> devices.updateOne(id(2), set("nick", "a")));
            assertDuplicate(
                    () -> devices.updateOne(id(2), new Document("$set", new Document("nick", "free").append("serial", 1))));
            assertDuplicate(() -> devices.findOneAndUpdate(id(2), set("serial", 1)));
            assertDuplicate(() -> devices.replaceOne(id(2), new Document("nick", "a")));
            assertDuplicate(() -> devices.updateOne(id(3), set("nick", "a"), new UpdateOptions().upsert(true)));
            assertDuplicate(() -> devices.findOneAndUpdate(id(1).append("nick", "stale"), set("x", 1),
                    new FindOneAndUpdateOptions().upsert(true)));
            assertDuplicate(() -> devices.updateMany(new Document(), set("nick", "same")));
            assertEquals(before, OpenStore.all(devices.find()));
            // Every key that a refused write wanted is still free, and every key that it would have left is still taken.
            devices.insertOne(id(9).append("nick", "free").append("owner", "o").append("serial", 9));
            assertDuplicate(() -> devices.updateOne(id(9), set("nick", "b")));
            assertEquals(1, devices.deleteOne(id(9)).getDeletedCount());
            reopen();
        }
        devices.deleteOne(id(1));
        devices.updateOne(id(2), new Document("$set", new Document("nick", "a").append("serial", 1)));
        devices.insertOne(id(1).append("nick", "b").append("owner", "o").append("serial", 2));
    }

    @Test
    void aSparseIndexIgnoresDocumentsWithoutTheField() {
        devices.createIndex(Indexes.ascending("key"), SPARSE);
        devices.insertMany(List.of(id(1), id(2), id(3).append("key", "k")));
        devices.updateOne(id(3), new Document("$unset", new Document("key", "")));
        devices.updateOne(id(1), set("key", "k"));
        assertDuplicate(() -> devices.updateOne(id(2), set("key", "k")));
        assertEquals(1, devices.find(new Document("key", "k")).first().get("_id"));
        assertEquals(2, devices.countDocuments(new Document("key", new Document("$exists", false))));
        assertEquals(2, devices.countDocuments(new Document("key", null)));
        // An explicit null is a value.
        devices.updateOne(id(2), set("key", null));
        reopen();
        assertDuplicate(() -> devices.updateOne(id(3), set("key", null)));
        assertDuplicate(() -> devices.insertOne(id(4).append("key", null)));
        devices.updateOne(id(2), new Document("$unset", new Document("key", "")));
        devices.updateOne(id(3), set("key", null));
        assertEquals(3, devices.deleteMany(new Document()).getDeletedCount());
        devices.insertMany(List.of(id(1).append("key", null), id(2), id(3)));
    }

    @Test
    void anIndexThatCannotBeBuiltLeavesNothing() {
        devices.insertMany(List.of(id(1).append("x", 1), id(2).append("x", 2), id(3).append("x", 1)));
        for (int i = 0; i < 2; i++) {
            assertDuplicate(() -> devices.createIndex(Indexes.ascending("x"), UNIQUE));
        }
        devices.deleteOne(id(3));
        devices.createIndex(Indexes.ascending("x"), UNIQUE);
        devices.createIndex(Indexes.ascending("x"), UNIQUE);
        reopen();
        assertDuplicate(() -> devices.insertOne(id(4).append("x", 2)));
        assertEquals(2, OpenStore.all(devices.listIndexes()).size());
    }

    @Test
    void indexesFollowARenameAndEndWithADrop() {
        devices.createIndex(Indexes.ascending("x"), UNIQUE);
        devices.createIndex(Indexes.descending("timeCreated"));
        devices.insertOne(id(1).append("x", 1));
        devices.renameCollection(new MongoNamespace("registry", "renamed"));
        devices.insertOne(id(1).append("x", 1));
        MongoCollection<Document> renamed = store.collection("renamed");
        assertDuplicate(() -> renamed.insertOne(id(2).append("x", 1)));
        reopen();
        assertDuplicate(() -> store.collection("renamed").insertOne(id(2).append("x", 1)));
        devices.insertOne(id(2).append("x", 1));
        store.collection("renamed").drop();
        store.collection("renamed").insertMany(List.of(id(1).append("x", 1), id(2).append("x", 1)));
        devices.createIndex(Indexes.ascending("y"), SPARSE);
        devices.dropIndex("y_1");
        devices.insertMany(List.of(id(3).append("y", 1), id(4).append("y", 1)));
        reopen();
        devices.insertOne(id(5).append("y", 1));
    }

    @Test
    void aBatchKeepsWhatSucceeded() {
        devices.insertOne(id(2));
        assertDuplicate(() -> devices.insertMany(List.of(id(1), id(2), id(3))));
        assertEquals(Set.of(1, 2), OpenStore.ids(devices.find()));
        assertDuplicate(() -> devices.insertMany(List.of(id(3), id(2), id(4)), new InsertManyOptions().ordered(false)));
        reopen();
        assertEquals(Set.of(1, 2, 3, 4), OpenStore.ids(devices.find()));
    }

    @Test
    void anyPlainValueCanBeAnId() {
        List<Object> ids = List.of(new ObjectId(), "text", 1, 2L, 2.5, true, new Date(5), new Binary(new byte[]{1}),
                Decimal128.parse("7.5"), new Document("a", 1).append("b", "c"));
        ids.forEach(id -> devices.insertOne(id(id)));
        reopen();
        for (Object id : ids) {
            assertNotNull(devices.find(id(id)).first(), id.toString());
            assertEquals(1, devices.updateOne(id(id), set("x", 1)).getModifiedCount(), id.toString());
            assertEquals(1, devices.deleteOne(id(id)).getDeletedCount(), id.toString());
        }
        assertNull(devices.find().first());
    }
}
