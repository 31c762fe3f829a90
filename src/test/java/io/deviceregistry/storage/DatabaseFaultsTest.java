package io.deviceregistry.storage;

import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;

import io.deviceregistry.storage.embedded.EmbeddedMongo;

/** The faults that the stores act on, as a server raises them. */
class DatabaseFaultsTest {

    @TempDir
    Path directory;
    EmbeddedMongo mongo;
    MongoClient client;
    MongoCollection<Document> things;

    @BeforeEach
    void open() {
        mongo = EmbeddedMongo.open(directory);
        client = MongoClients.create(mongo.connectionString());
        things = client.getDatabase("test").getCollection("things");
        things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true));
        things.insertOne(new Document("_id", 1).append("key", "a").append("scalar", 1).append("list", List.of(1, 2)));
        things.insertOne(new Document("_id", 2));
    }

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    @Test
    void aDuplicateIsToldOfEveryKindOfWrite() {
        for (Runnable write : List.<Runnable>of(() -> things.insertOne(new Document("_id", 3).append("key", "a")),
                () -> things.updateOne(eq("_id", 2), Updates.set("key", "a")),
                () -> things.findOneAndUpdate(eq("_id", 2), Updates.set("key", "a")))) {
            MongoException refused = assertThrows(MongoException.class, write::run);
            assertTrue(DatabaseFaults.isDuplicate(refused), refused.toString());
            assertFalse(DatabaseFaults.isPathNotViable(refused) || DatabaseFaults.isAway(refused));
        }
    }

    @Test
    void aPathThroughSomethingThatIsNoObjectIsTold() {
        for (String path : List.of("scalar.x", "list.x")) {
            MongoException refused = assertThrows(MongoException.class,
                    () -> things.findOneAndUpdate(eq("_id", 1), Updates.set(path, 1)));
            assertTrue(DatabaseFaults.isPathNotViable(refused), path + ": " + refused);
            assertFalse(DatabaseFaults.isDuplicate(refused) || DatabaseFaults.isAway(refused));
        }
    }
}
