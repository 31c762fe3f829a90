package io.deviceregistry.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/**
 * The file: named maps that change in memory and reach the disk all together in {@link #commit()}, never in between. After a failed
 * commit nothing is certain any more, so the store refuses all further use.
 */
final class DurableStore implements AutoCloseable {

    /** Version of the file's format. A file of a later one is refused. */
    static final int FORMAT = 2;

    private static final Logger LOG = Logger.getLogger(DurableStore.class);
    /** Of a file that was created and never committed to. */
    private static final int HEADER_BYTES = 2 * 4096;
    private static final int HOUSEKEEPING_COMMITS = 256;
    private static final int LIVE_PERCENT = 50;
    private static final int HOUSEKEEPING_BYTES = 1 << 20;

    private final MVStore store;
    private final Path file;
    private final UndoLog undo = new UndoLog();
    private RuntimeException failure;
    private int commits;

    private DurableStore(MVStore store, Path file) {
        this.store = store;
        this.file = file;
    }

    /**
     * Opens the file, empty or written before.
     *
     * @throws StorageInUseException when another process has it open
     * @throws UncheckedIOException when it is damaged, from a later version, or cannot be read and written
     */
    static DurableStore open(Path file) {
        boolean written = file.toFile().length() > HEADER_BYTES;
        MVStore store = openFile(file);
        try {
            if (store.getStoreVersion() > FORMAT) {
                throw unusable(file, "was written by a later version of the registry; start that one.", null);
            }
            if (store.getStoreVersion() == 0) {
                if (!store.getMapNames().isEmpty()) {
                    throw unusable(file, "is not of a released version of the registry, or is another program's. Move it away"
                            + " to start with an empty registry.", null);
                }
                if (written) {
                    // H2 takes a file for empty when it finds no intact data in it.
                    throw damaged(file, null);
                }
            }
            if (store.getStoreVersion() < FORMAT) {
                // One of an earlier format too, so that its program refuses the file: it would not keep the secondary indexes.
                store.setStoreVersion(FORMAT);
            }
            DurableStore opened = new DurableStore(store, file);
            opened.commit();
            return opened;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private static MVStore openFile(Path file) {
        try {
            // Commits happen where commit() is called and nowhere else: no thread does them, and no full buffer.
            MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().autoCommitBufferSize(0)
                    .compress()
                    .cacheSize(cacheMegabytes()).open();
            store.setRetentionTime(0);
            return store;
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new StorageInUseException(file.getParent(), e);
            }
            throw damaged(file, e);
        }
    }

    static UncheckedIOException damaged(Path file, RuntimeException cause) {
        return unusable(file,
                "cannot be read; it is damaged or of another kind. Restore it from a backup, or move it away to start"
                        + " with an empty registry.",
                cause);
    }

    private static UncheckedIOException unusable(Path file, String why, Exception cause) {
        String message = "The registry's data file " + file + " " + why;
        return new UncheckedIOException(message, new IOException(message, cause));
    }

    /** About 5 kB of heap for a device of 1 kB: this keeps all of a small site in memory. */
    private static int cacheMegabytes() {
        return (int) Math.max(16, Math.min(128, Runtime.getRuntime().maxMemory() / (8L << 20)));
    }

    StoredMap map(String name) {
        BsonDataType type = new BsonDataType();
        return new StoredMap(store.openMap(name, new MVMap.Builder<Object, Object>().keyType(type).valueType(type)), undo);
    }

    void rename(StoredMap map, String name) {
        store.renameMap(map.unwrap(), name);
    }

    void drop(StoredMap map) {
        store.removeMap(map.unwrap());
    }

    Set<String> mapNames() {
        return store.getMapNames();
    }

    UndoLog undo() {
        return undo;
    }

    long size() {
        return store.getFileStore().size();
    }

    /**
     * Whether the store may still be used.
     *
     * @throws IllegalStateException when a commit failed, or after {@link #close()}
     */
    void requireUsable() {
        if (failure != null || store.isClosed()) {
            throw new IllegalStateException("the data file can no longer be written", failure);
        }
    }

    /**
     * Makes all changes permanent: when it returns they survive a killed process and a power cut. Does nothing where nothing changed.
     *
     * @throws IllegalStateException when they could not be written, now or earlier
     */
    void commit() {
        requireUsable();
        try {
            if (store.hasUnsavedChanges()) {
                store.commit();
                store.sync();
                tidy();
            }
        } catch (RuntimeException e) {
            failure = e;
            LOG.errorf(
                    "The registry cannot write its data file %s (%s). It refuses all requests that need it until it is restarted.",
                    file, e.getMessage());
            throw new IllegalStateException("the data file could not be written", e);
        }
    }

    /** Overwriting leaves chunks of which little is still in use. A bounded piece of them is rewritten now and then. */
    private void tidy() {
        if (++commits % HOUSEKEEPING_COMMITS == 0 && store.compact(LIVE_PERCENT, HOUSEKEEPING_BYTES)) {
            store.commit();
            store.sync();
        }
    }

    /**
     * Closes the file; does nothing when called again. All that was acknowledged is in it already, so a failure is only logged. It is not
     * compacted here: that writes first and frees later, and a full disk is where somebody stops the service.
     */
    @Override
    public void close() {
        try {
            if (failure == null) {
                store.close(0);
            }
        } catch (MVStoreException e) {
            LOG.warnf("The registry's data file %s was not closed cleanly (%s); nothing acknowledged is lost.", file,
                    e.getMessage());
        } finally {
            store.closeImmediately();
        }
    }

    /** As after a crash: nothing more is written. For tests. */
    void abandon() {
        store.closeImmediately();
    }
}
