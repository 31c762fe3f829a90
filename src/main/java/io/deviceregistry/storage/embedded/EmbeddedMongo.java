package io.deviceregistry.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

import de.bwaldvogel.mongo.MongoServer;

/**
 * A store for one node in this process: MongoDB's wire protocol on a free port of the loopback interface, the data in one
 * H2 MVStore file. What it acknowledges is on the disk.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final String FILE = "registry.mv.db";

    private final Path file;
    private final DirectoryLock lock;
    private final MongoServer server;
    private final InetSocketAddress address;
    private boolean closed;

    private EmbeddedMongo(Path file, DirectoryLock lock, MongoServer server) {
        this.file = file;
        this.lock = lock;
        this.server = server;
        this.address = server.getLocalAddress();
    }

    /**
     * Opens the store in this directory, which is made when missing.
     *
     * @throws StorageInUseException when somebody has it open
     * @throws UncheckedIOException when the directory or the file cannot be used
     */
    public static EmbeddedMongo open(Path directory) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            Path file = directory.resolve(FILE);
            MVStore store = openStore(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            MongoServer server = new MongoServer(new DurableBackend(store));
            // One worker: with several, a returned document can show a later write than its own.
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, 1);
            return new EmbeddedMongo(file, lock, server);
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("cannot use " + directory, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static MVStore openStore(Path file) {
        try {
            MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().compress()
                    .autoCompactFillRate(0).open();
            // Old versions of pages are of no use here; without this the file grows with every overwrite.
            store.setRetentionTime(0);
            return store;
        } catch (MVStoreException e) {
            throw new UncheckedIOException("cannot open " + file + ": " + e.getMessage(), new IOException(e));
        }
    }

    public String connectionString() {
        return "mongodb://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/";
    }

    public Path file() {
        return file;
    }

    /** Stops answering and gives the directory free. The second time does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdownNow();
            lock.close();
        }
    }
}
