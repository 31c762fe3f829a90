package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.embedded.file.CommitRecord;
import io.deviceregistry.embedded.file.DurableStore;

/** A data file that is not what was acknowledged last is refused and left as it is; it never opens at another state. */
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedDamageTest {

    private static final int DOCUMENTS = 80;
    private static final String RECOVER = "recover";

    @TempDir
    Path directory;
    private Path file;
    private Path commit;
    private byte[] data;
    private byte[] acknowledged;
    private byte[] older;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("registry.mv.db");
        commit = directory.resolve("registry.mv.db.commit");
        try (OpenStore store = OpenStore.at(directory)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                store.collection("c").insertOne(document(i));
            }
        }
        older = Files.readAllBytes(file);
        try (OpenStore store = OpenStore.at(directory)) {
            store.collection("c").insertOne(document(DOCUMENTS));
        }
        data = Files.readAllBytes(file);
        acknowledged = Files.readAllBytes(commit);
    }

    private static Document document(int number) {
        Random random = new Random(number);
        byte[] noise = new byte[400];
        random.nextBytes(noise);
        return new Document("_id", number).append("x", Arrays.toString(noise));
    }

    private void assertRefused(String reason) throws IOException {
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(directory));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains("backup"), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        if (before != null) {
            assertArrayEquals(before, Files.readAllBytes(file), "the refused file was changed");
        }
    }

    /** Damage of what is not in use may be overlooked, but then everything is there. */
    private void assertRefusedOrComplete(byte[] damaged, String what) throws IOException {
        Files.write(file, damaged);
        Files.write(commit, acknowledged);
        try (OpenStore store = OpenStore.at(directory)) {
            List<Document> found = OpenStore.all(store.collection("c").find());
            assertEquals(DOCUMENTS + 1, found.size(), what);
            for (Document document : found) {
                assertEquals(document(document.getInteger("_id")), document, what);
            }
        } catch (UncheckedIOException e) {
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            assertArrayEquals(damaged, Files.readAllBytes(file), "the refused file was changed: " + what);
        }
    }

    @Test
    void flippedBitsAreNeverReadAsData() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = data.clone();
            int position = random.nextInt(damaged.length);
            damaged[position] ^= (byte) (1 << random.nextInt(8));
            assertRefusedOrComplete(damaged, "flipped a bit of byte " + position);
        }
    }

    @Test
    void zeroedAndOverwrittenPartsAreNeverReadAsData() throws IOException {
        Random random = new Random(8);
        for (int i = 0; i < 30; i++) {
            byte[] damaged = data.clone();
            int length = 1 + random.nextInt(i % 2 == 0 ? 64 : 20_000);
            int start = random.nextInt(damaged.length - length);
            Arrays.fill(damaged, start, start + length, i % 3 == 0 ? (byte) 0xff : 0);
            assertRefusedOrComplete(damaged, "overwrote " + length + " bytes at " + start);
        }
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        for (int part = 0; part < 16; part++) {
            byte[] damaged = Arrays.copyOf(data, (int) ((long) data.length * part / 16));
            assertRefusedOrComplete(damaged, "cut at " + damaged.length);
        }
        for (int length : new int[]{0, 1, 4096, 8192, data.length - 4096, data.length - 1}) {
            Files.write(file, Arrays.copyOf(data, length));
            Files.write(commit, acknowledged);
            assertRefused(RECOVER);
        }
    }

    @Test
    void anEmptyFileIsRefusedAlsoWithoutItsCompanion() throws IOException {
        Files.delete(commit);
        Files.write(file, new byte[0]);
        assertRefused(RECOVER);
    }

    @Test
    void anOlderCopyIsRefused() throws IOException {
        Files.write(file, older);
        assertRefused("is older than the last acknowledged write");
    }

    @Test
    void aMissingFileIsNotMadeAnew() throws IOException {
        Files.delete(file);
        assertRefused("is missing");
        assertFalse(Files.exists(file));
    }

    @Test
    void aMissingOrDamagedCompanionIsRefused() throws IOException {
        Files.delete(commit);
        assertRefused("lacks its companion " + commit);
        Files.write(commit, new byte[acknowledged.length]);
        assertRefused(commit + " cannot be read");
    }

    /** The commit before may be taken for the last one; that one the data has too. */
    @Test
    void oneTornPlaceOfTheCompanionIsNoLoss() throws IOException {
        for (int place : new int[]{0, 4096}) {
            byte[] torn = acknowledged.clone();
            torn[place + 20] ^= 1;
            Files.write(commit, torn);
            Files.write(file, data);
            try (OpenStore store = OpenStore.at(directory)) {
                assertEquals(DOCUMENTS + 1, store.collection("c").countDocuments());
            }
        }
    }

    @Test
    void theFileOfAnotherRegistryIsRefused() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        EmbeddedMongo.open(other).close();
        Files.copy(other.resolve("registry.mv.db.commit"), commit, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused("do not belong together");
    }

    @Test
    void aCopyOfAnEarlierFormatInThePlaceOfTheFileIsRefused() throws IOException {
        Files.delete(file);
        try (MVStore store = MVStore.open(file.toString())) {
            store.setStoreVersion(2);
        }
        assertRefused("do not belong together");
    }

    @Test
    void bothFilesOfABackupAreTheWayBack() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Files.write(copy.resolve("registry.mv.db"), data);
        Files.write(copy.resolve("registry.mv.db.commit"), acknowledged);
        try (OpenStore store = OpenStore.at(copy)) {
            assertEquals(DOCUMENTS + 1, store.collection("c").countDocuments());
        }
    }

    @Test
    void aStartThatWasKilledBeforeTheFirstWriteIsRepeated() throws IOException {
        Path fresh = Files.createDirectory(directory.resolve("fresh"));
        EmbeddedMongo.open(fresh).close();
        Path freshCommit = fresh.resolve("registry.mv.db.commit");
        Files.delete(freshCommit);
        CommitRecord.create(freshCommit, java.util.UUID.randomUUID());
        Files.move(fresh.resolve("registry.mv.db"), fresh.resolve("registry.mv.db.new"));
        try (OpenStore store = OpenStore.at(fresh)) {
            store.collection("c").insertOne(document(1));
        }
        assertFalse(Files.exists(fresh.resolve("registry.mv.db.new")));
    }

    @Test
    void aFileOfTheFormatBeforeIsUpgradedWithAllThatItHolds() throws IOException {
        Path old = Files.createDirectory(directory.resolve("old"));
        Path source = old.resolve("registry.mv.db");
        Files.write(source, data);
        try (MVStore store = new MVStore.Builder().fileName(source.toString()).autoCommitDisabled().open()) {
            store.setStoreVersion(2);
            store.commit();
        }
        for (int i = 0; i < 2; i++) {
            try (OpenStore store = OpenStore.at(old)) {
                List<Document> found = OpenStore.all(store.collection("c").find());
                assertEquals(DOCUMENTS + 1, found.size());
                found.forEach(document -> assertEquals(document(document.getInteger("_id")), document));
            }
        }
        try (MVStore store = new MVStore.Builder().fileName(source.toString()).readOnly().open()) {
            assertEquals(DurableStore.FORMAT, store.getStoreVersion());
        }
        assertFalse(Files.exists(old.resolve("registry.mv.db.new")));
    }
}
