package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import de.bwaldvogel.mongo.bson.BinData;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.UndoableMap;

/** What was acknowledged is there after a crash, and what could not be written is not acknowledged. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmbeddedDurabilityTest {

    private static final int ROUNDS = 3;
    private static final int LINES_BEFORE_KILL = 100;

    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostOrHalfThereAfterKills() throws Exception {
        try (OpenStore store = OpenStore.at(directory)) {
            store.collection("acknowledged").createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
            store.collection("acknowledged").createIndex(Indexes.ascending("a"));
        }
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> acknowledged = writeUntilKilled(next);
            next = verify(acknowledged, next);
        }
    }

    /** Kills the child in the middle of its writing; returns what it said. */
    private List<String> writeUntilKilled(int first) throws Exception {
        Path errors = directory.resolve("child.log");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), AcknowledgedWriter.class.getName(),
                directory.toString(), Integer.toString(first)).redirectError(errors.toFile()).start();
        try (InputStream output = child.getInputStream()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            for (int lines = 0; lines < LINES_BEFORE_KILL;) {
                int read = output.read();
                assertTrue(read >= 0, () -> read(errors));
                said.write(read);
                lines += read == '\n' ? 1 : 0;
            }
            // Process.destroyForcibly() would close the stream with what is still in it.
            child.toHandle().destroyForcibly();
            output.transferTo(said);
            String lines = said.toString(StandardCharsets.UTF_8);
            // The last line may be cut.
            return lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList();
        } finally {
            child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Returns the first number that is free. */
    private int verify(List<String> acknowledged, int first) {
        try (OpenStore store = OpenStore.at(directory)) {
            MongoCollection<Document> collection = store.collection("acknowledged");
            for (String line : acknowledged) {
                Document document = collection.find(new Document("_id", Integer.parseInt(line.split(" ")[1]))).first();
                assertNotNull(document, line);
                assertTrue(line.startsWith("inserted") || document.getInteger("a") == 2, line);
            }
            int next = first;
            List<Document> all = OpenStore.all(collection.find());
            for (int a : List.of(1, 2)) {
                List<Document> expected = all.stream().filter(document -> document.getInteger("a") == a).toList();
                assertEquals(expected, OpenStore.all(collection.find(new Document("a", a))));
                assertEquals(expected.size(), collection.countDocuments(new Document("a", a)));
            }
            for (Document document : all) {
                int number = document.getInteger("_id");
                next = Math.max(next, number + 1);
                boolean updated = document.getInteger("a") == 2;
                assertEquals(updated ? 2 : 1, document.getInteger("b"));
                assertEquals(updated, document.containsKey("big"));
                assertEquals((updated ? "b" : "a") + number, document.get("key"));
                assertEquals(document, collection.find(new Document("key", document.get("key"))).first());
                assertEquals(0, collection.countDocuments(new Document("key", (updated ? "a" : "b") + number)));
            }
            assertTrue(acknowledged.size() <= 2 * (next - first), "acknowledged more than was written");
            return next;
        }
    }

    @Test
    void aWriteThatDoesNotReachTheDiskIsAnError() {
        try (OpenStore store = OpenStore.at(directory)) {
            MongoCollection<Document> collection = store.collection("c");
            collection.insertOne(new Document("_id", 1));
            store.mongo().store().abandon();
            for (int i = 0; i < 2; i++) {
                MongoException e = assertThrows(MongoException.class, () -> collection.insertOne(new Document("_id", 2)));
                assertEquals(1, e.getCode(), e.toString());
                assertThrows(MongoException.class, () -> collection.find().first());
            }
        }
        try (OpenStore store = OpenStore.at(directory)) {
            assertEquals(List.of(new Document("_id", 1)), OpenStore.all(store.collection("c").find()));
        }
    }

    @Test
    void aKilledStoreNeedsNoClose() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (OpenStore store = OpenStore.at(directory)) {
            store.collection("c").insertOne(new Document("_id", 1));
            // What a crash would leave now.
            for (String name : List.of("registry.mv.db.commit", "registry.mv.db")) {
                Files.write(copy.resolve(name), readShared(directory.resolve(name)));
            }
        }
        try (OpenStore store = OpenStore.at(copy)) {
            assertEquals(1, store.collection("c").countDocuments());
        }
    }

    /** In a process of its own: reading the file in this one would drop the store's lock on it. */
    private static byte[] readShared(Path file) throws IOException {
        try (InputStream bytes = new ProcessBuilder("cat", file.toString()).start().getInputStream()) {
            return bytes.readAllBytes();
        }
    }

    @Test
    void overwritingDoesNotLetTheFileGrow() throws IOException {
        try (DurableStore store = DurableStore.open(directory.resolve("f"))) {
            UndoableMap map = store.map("m");
            Random random = new Random(1);
            for (int i = 0; i < 1500; i++) {
                byte[] noise = new byte[1000];
                random.nextBytes(noise);
                map.put(i % 100, new BinData(noise));
                store.commit();
            }
            assertTrue(store.size() < 2 << 20, "grew to " + store.size());
        }
    }
}
