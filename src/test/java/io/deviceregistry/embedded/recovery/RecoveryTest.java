package io.deviceregistry.embedded.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.embedded.EmbeddedMongo;
import io.deviceregistry.embedded.OpenStore;
import io.deviceregistry.embedded.file.StorageInUseException;

/** What is left of a damaged store is saved into a new one, and the report says what is not. */
@Execution(ExecutionMode.CONCURRENT)
class RecoveryTest {

    private static final int DOCUMENTS = 400;

    @TempDir
    Path directory;
    private Path damaged;
    private Path target;
    private Path file;

    @BeforeEach
    void write() {
        damaged = directory.resolve("damaged");
        target = directory.resolve("recovered");
        file = damaged.resolve("registry.mv.db");
        try (OpenStore store = OpenStore.at(damaged)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                store.collection("devices").insertOne(document(i));
            }
            store.collection("accounts").insertOne(document(1));
        }
    }

    private static Document document(int number) {
        byte[] noise = new byte[300];
        new Random(number).nextBytes(noise);
        return new Document("_id", number).append("x", HexFormat.of().formatHex(noise));
    }

    private String recover() throws IOException {
        byte[] before = Files.readAllBytes(file);
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        new Recovery(damaged, target, new PrintStream(report, true, StandardCharsets.UTF_8)).run();
        assertArrayEquals(before, Files.readAllBytes(file), "the damaged file was changed");
        return report.toString(StandardCharsets.UTF_8);
    }

    private int saved() {
        try (OpenStore store = OpenStore.at(target)) {
            List<Document> found = OpenStore.all(store.collection("devices").find());
            found.forEach(document -> assertEquals(document(document.getInteger("_id")), document));
            return found.size();
        }
    }

    @Test
    void aStoreThatLacksOnlyItsCompanionIsSavedWhole() throws IOException {
        Files.delete(damaged.resolve("registry.mv.db.commit"));
        String report = recover();
        assertTrue(report.contains("registry.devices: " + DOCUMENTS + " documents read, 0 lost"), report);
        assertTrue(report.contains("registry.accounts: 1 documents read, 0 lost"), report);
        assertEquals(DOCUMENTS, saved());
    }

    @Test
    void whatACutFileStillHasIsSaved() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        String report = recover();
        int saved = saved();
        assertTrue(report.contains("registry.devices: " + saved + " documents read, "), report);
        assertTrue(saved > DOCUMENTS / 8, report);
    }

    /** H2 finds no beginning then; what every part says of itself is enough. */
    @Test
    void aFileWithoutItsHeaderIsReadPieceByPiece() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 8_192, (byte) 0);
        Files.write(file, bytes);
        String report = recover();
        assertTrue(report.contains("The newest state is lost"), report);
        assertTrue(report.contains("registry.devices: " + DOCUMENTS + " documents read, 0 lost"),
                report);
        assertEquals(DOCUMENTS, saved());
    }

    @Test
    void aZeroedPartCostsWhatLiesInItAndNoMore() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 3, bytes.length / 3 + 40_000, (byte) 0);
        Files.write(file, bytes);
        String report = recover();
        assertTrue(report.contains("registry.devices: "), report);
        assertTrue(saved() > DOCUMENTS / 2, report);
    }

    @Test
    void nothingToReadIsSaidAndMakesNoRegistry() throws IOException {
        Files.write(file, new byte[0]);
        assertThrows(UncheckedIOException.class, this::recover);
        assertFalse(Files.exists(target.resolve("registry.mv.db")));
    }

    @Test
    void aRegistryThatIsThereIsNotWrittenOver() {
        EmbeddedMongo.open(target).close();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, this::recover);
        assertTrue(e.getMessage().contains("already contains a registry"), e.getMessage());
    }

    @Test
    void aStoreInUseIsLeftAlone() {
        try (EmbeddedMongo running = EmbeddedMongo.open(damaged)) {
            assertThrows(StorageInUseException.class, () -> new Recovery(damaged, target, System.out).run());
            assertTrue(running.isWritable());
        }
    }
}
