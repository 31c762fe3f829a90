package io.deviceregistry.embedded;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.StorageInUseException;
import io.deviceregistry.embedded.file.StoreDirectory;
import io.deviceregistry.embedded.file.StoreFiles;
import io.deviceregistry.embedded.wire.WireServer;

/**
 * A store for a single node without a database server: MongoDB's wire protocol on a free port of the loopback interface, over a
 * file. An acknowledged write survives a killed process and a power cut. Clients need the connection string, which contains a
 * password.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private final StoreDirectory directory;
    private final ReopeningBackend backend;
    private final WireServer server;
    private final Path file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedMongo(StoreDirectory directory) {
        this.directory = directory;
        this.file = directory.dataFile();
        this.backend = new ReopeningBackend(new StoreFiles(file));
        try {
            this.server = new WireServer(backend);
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /**
     * Opens the store; creates the directory, with access for its owner only, and the file if they do not exist.
     *
     * @throws StorageInUseException if another process, or this one, has it open
     * @throws UncheckedIOException if the directory or the file cannot be read and written, or the file is damaged or from a
     *        later version of the registry; the message is for the operator
     */
    public static EmbeddedMongo open(Path directory) {
        StoreDirectory locked = StoreDirectory.open(directory);
        try {
            return new EmbeddedMongo(locked);
        } catch (RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    /** For the MongoDB driver of this process. It contains the password: do not log, store or share it. */
    public String connectionString() {
        return server.connectionString();
    }

    /** Whether the disk accepted the last write. */
    public boolean isWritable() { return backend.isWritable(); }

    /** The data file. */
    public Path file() {
        return file;
    }

    DurableStore store() {
        return backend.store();
    }

    /** Closes the connections, finishes pending writes, and releases the directory. Does nothing if called again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                server.close();
            } finally {
                backend.close();
                directory.close();
            }
        }
    }
}
