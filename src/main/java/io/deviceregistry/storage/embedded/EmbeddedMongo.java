package io.deviceregistry.storage.embedded;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import de.bwaldvogel.mongo.MongoServer;

/**
 * A store for one node without a database server: MongoDB's wire protocol on a free port of the loopback interface, over a file. A
 * write that was acknowledged survives a killed process and a power cut. There is no authentication: whoever may open connections on
 * this machine may use it.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private final StoreDirectory directory;
    private final Path file;
    private final DurableStore store;
    private final MongoServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedMongo(StoreDirectory directory) {
        this.directory = directory;
        this.file = directory.dataFile();
        this.store = DurableStore.open(file);
        try {
            this.server = new MongoServer(readAll(store, file));
            bind(server);
            this.port = server.getLocalAddress().getPort();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the store, creating the directory (for its owner only) and the file in it where they are missing.
     *
     * @throws StorageInUseException when another process, or this one, has it open
     * @throws UncheckedIOException when the directory or the file cannot be read and written, or the file is damaged or of a later
     *         version of the registry; the message is meant for the operator
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

    private static EmbeddedBackend readAll(DurableStore store, Path file) {
        try {
            return new EmbeddedBackend(store);
        } catch (RuntimeException e) {
            throw DurableStore.damaged(file, e);
        }
    }

    /**
     * One worker: with several, replies were seen that held half of a later write. Threads inherit the daemon mark of the one that
     * starts them, and the library offers no other way to set it.
     */
    private static void bind(MongoServer server) {
        RuntimeException[] failure = new RuntimeException[1];
        Thread starter = new Thread(() -> {
            try {
                server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
            } catch (RuntimeException e) {
                failure[0] = e;
            }
        }, "embedded-mongo-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
            throw new IllegalStateException("interrupted while the embedded store was starting", e);
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /** For the MongoDB driver, {@code mongodb://127.0.0.1:<port>/}. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + port + "/";
    }

    /** The data file. */
    public Path file() {
        return file;
    }

    DurableStore store() {
        return store;
    }

    /** Ends the connections, finishes what is being written, and releases the directory. Does nothing when called again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                server.shutdownNow();
            } finally {
                directory.close();
            }
        }
    }
}
