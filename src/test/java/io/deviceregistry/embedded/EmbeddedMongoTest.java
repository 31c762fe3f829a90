package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.StorageInUseException;

/** Opening and closing: the directory, its lock, and what an operator reads when it cannot be used. */
class EmbeddedMongoTest {

    @TempDir
    Path temporary;

    @Test
    void createsTheDirectoryAndTheFileForTheirOwnerOnly() throws IOException {
        Path directory = temporary.resolve("a/b");
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory)) {
            assertEquals(directory.toRealPath().resolve("registry.mv.db"), mongo.file());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mongo.file())));
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("registry.lock"))));
        }
    }

    @Test
    void refusesASecondOpenAndAllowsItAfterClose() {
        EmbeddedMongo first = EmbeddedMongo.open(temporary);
        for (int i = 0; i < 2; i++) {
            StorageInUseException e = assertThrows(StorageInUseException.class, () -> EmbeddedMongo.open(temporary));
            assertTrue(e.getMessage().contains(temporary.toString()), e.getMessage());
        }
        first.close();
        first.close();
        EmbeddedMongo.open(temporary).close();
    }

    @Test
    void aLockFileThatNobodyHoldsDoesNotRefuse() throws IOException {
        Files.writeString(temporary.resolve("registry.lock"), "12345");
        EmbeddedMongo.open(temporary).close();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsExplained() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(file));
        assertTrue(e.getMessage().contains(file + " as its storage directory (it is a file)"), e.getMessage());
    }

    @Test
    void aDirectoryWithoutPermissionIsExplained() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeTrue(!Files.isWritable(directory), "root may write everywhere");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(directory));
        assertTrue(e.getMessage().contains("no permission"), e.getMessage());
    }

    @Test
    void aDamagedFileIsExplainedAndLeftAsItIs() throws IOException {
        Path file = temporary.resolve("registry.mv.db");
        byte[] garbage = new byte[20_000];
        Arrays.fill(garbage, (byte) 'g');
        Files.write(file, garbage);
        for (int i = 0; i < 2; i++) {
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(temporary));
            assertTrue(e.getMessage().contains(file + " cannot be read"), e.getMessage());
        }
        assertTrue(Arrays.equals(garbage, Files.readAllBytes(file)));
    }

    @Test
    void aFileWithDamagedPagesIsNotTakenForAnEmptyOne() throws IOException {
        try (OpenStore store = OpenStore.at(temporary)) {
            for (int i = 0; i < 100; i++) {
                store.collection("c").insertOne(new Document("_id", i).append("x", "y".repeat(500)));
            }
        }
        Path file = temporary.resolve("registry.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 8192, bytes.length, (byte) 'g');
        Files.write(file, bytes);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(temporary));
        assertTrue(e.getMessage().contains(file + " cannot be read"), e.getMessage());
        assertTrue(Arrays.equals(bytes, Files.readAllBytes(file)));
    }

    @Test
    void aFileOfALaterFormatIsRefused() {
        EmbeddedMongo.open(temporary).close();
        try (MVStore store = MVStore.open(temporary.resolve("registry.mv.db").toString())) {
            store.setStoreVersion(DurableStore.FORMAT + 1);
        }
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(temporary));
        assertTrue(e.getMessage().contains("later version"), e.getMessage());
    }

    @Test
    void aFileThatAnotherProgramWroteIsRefusedAndLeftAsItIs() throws IOException {
        Path file = temporary.resolve("registry.mv.db");
        try (MVStore store = MVStore.open(file.toString())) {
            store.openMap("databases.registry.devices").put("key", "value");
        }
        byte[] before = Files.readAllBytes(file);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> EmbeddedMongo.open(temporary));
        assertTrue(e.getMessage().contains(file + " is not from a released version"), e.getMessage());
        assertTrue(Arrays.equals(before, Files.readAllBytes(file)));
    }

    @Test
    void listensOnLoopbackOnlyAndLeavesNoThreadOrPort() throws IOException {
        EmbeddedMongo mongo = EmbeddedMongo.open(temporary);
        int port = URI.create(mongo.connectionString()).getPort();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : network.inetAddresses().toList()) {
                assertEquals(address.getHostAddress().equals("127.0.0.1"), accepts(address, port), address.toString());
            }
        }
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mongo-server")).toList();
        assertTrue(!threads.isEmpty() && threads.stream().allMatch(Thread::isDaemon), threads.toString());
        mongo.close();
        assertFalse(accepts(InetAddress.getByName("127.0.0.1"), port));
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void keepsEverythingOverAReopen() {
        try (OpenStore store = OpenStore.at(temporary)) {
            store.collection("a").insertOne(new Document("_id", 1).append("x", "y"));
            store.client().getDatabase("second").getCollection("b").insertOne(new Document("_id", "k"));
            store.collection("dropped").insertOne(new Document("_id", 1));
            store.collection("dropped").drop();
        }
        try (OpenStore store = OpenStore.at(temporary)) {
            assertEquals(new Document("_id", 1).append("x", "y"), store.collection("a").find().first());
            assertEquals("k", store.client().getDatabase("second").getCollection("b").find().first().get("_id"));
            assertEquals(List.of("a"), store.client().getDatabase("registry").listCollectionNames().into(new ArrayList<>()));
            store.client().getDatabase("second").drop();
        }
        try (OpenStore store = OpenStore.at(temporary)) {
            assertEquals(0, store.client().getDatabase("second").getCollection("b").countDocuments());
        }
    }
}
