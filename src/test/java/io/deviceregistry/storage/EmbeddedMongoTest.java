package io.deviceregistry.storage;

import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;

import io.deviceregistry.storage.embedded.EmbeddedMongo;
import io.deviceregistry.storage.embedded.StorageInUseException;

class EmbeddedMongoTest {

    @TempDir
    Path directory;

    private void with(Consumer<MongoCollection<Document>> work) {
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("data"));
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            work.accept(client.getDatabase("test").getCollection("things"));
        }
    }

    @Test
    void dataAndUniqueIndexesSurviveAReopen() {
        with(things -> {
            things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true).name("key"));
            things.insertOne(new Document("_id", 1).append("key", "a").append("nested", new Document("z", 1).append("a", 2)));
            things.insertMany(List.of(new Document("_id", 2), new Document("_id", 3)));
        });
        with(things -> {
            things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true).name("key"));
            assertEquals(3, things.countDocuments());
            assertEquals(List.of("z", "a"),
                    List.copyOf(things.find(eq("_id", 1)).first().get("nested", Document.class).keySet()));
            MongoException duplicate = assertThrows(MongoException.class,
                    () -> things.insertOne(new Document("_id", 4).append("key", "a")));
            assertTrue(DatabaseFaults.isDuplicate(duplicate));
            assertThrows(MongoException.class, () -> things.findOneAndUpdate(eq("_id", 2), Updates.set("key", "a")));
            assertEquals(3, things.countDocuments());
        });
    }

    @Test
    void aPathThroughSomethingThatIsNoObjectIsRefusedAndChangesNothing() {
        with(things -> {
            things.insertOne(new Document("_id", 1).append("scalar", 1).append("list", List.of(1, 2)));
            for (String path : List.of("scalar.x", "list.x")) {
                MongoException refused = assertThrows(MongoException.class,
                        () -> things.findOneAndUpdate(eq("_id", 1),
                                Updates.combine(Updates.inc("n", 1), Updates.set(path, 1))));
                assertTrue(DatabaseFaults.isPathNotViable(refused), path + ": " + refused);
            }
            assertNull(things.find(eq("_id", 1)).first().get("n"));
        });
    }

    @Test
    void aLookupByIdTestsTheRestOfTheFilterToo() {
        with(things -> {
            things.insertOne(new Document("_id", 1).append("owner", "a").append("n", 5));
            FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
            assertNull(things.findOneAndUpdate(new Document("_id", 1).append("owner", "b"), Updates.inc("n", 1), after));
            assertNull(
                    things.findOneAndUpdate(new Document("_id", 1).append("n", new Document("$lt", 5)), Updates.inc("n", 1)));
            assertEquals(6, things.findOneAndUpdate(new Document("_id", 1).append("n", new Document("$in", List.of(4, 5))),
                    Updates.inc("n", 1), after).getInteger("n"));
        });
    }

    @Test
    void theFilesAreForTheirUserOnlyAndForOneProcess() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("data"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mongo.file())));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mongo.file().getParent())));
            assertTrue(mongo.connectionString().startsWith("mongodb://127.0.0.1:"));
            assertThrows(StorageInUseException.class, () -> EmbeddedMongo.open(directory.resolve("data")));
        }
        EmbeddedMongo.open(directory.resolve("data")).close();
    }

    @Test
    void theFileStaysSmallWhenDocumentsAreOverwritten() {
        with(things -> {
            for (int i = 0; i < 3_000; i++) {
                things.replaceOne(eq("_id", i % 20), new Document("_id", i % 20).append("text", "x".repeat(1_000) + i),
                        new com.mongodb.client.model.ReplaceOptions().upsert(true));
            }
        });
        assertTrue(directory.resolve("data/registry.mv.db").toFile().length() < 8_000_000);
    }
}
