package io.deviceregistry.embedded.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** A data file that H2 has opened. Opening and closing write nothing. */
public final class OpenFile implements AutoCloseable {

    private static final String ID = "registry.store";

    private final ChecksummedFile file;
    private final MVStore store;

    private OpenFile(ChecksummedFile file, MVStore store) {
        this.file = file;
        this.store = store;
    }

    /**
     * Opens the file at the newest state that H2 finds whole, which need not be the last one that was written.
     *
     * @throws StorageInUseException when another process has it open
     * @throws java.io.UncheckedIOException when H2 finds none, or cannot write the head of a new file
     */
    public static OpenFile open(Path path) {
        ChecksummedFile file = new ChecksummedFile(new HashMap<>(Map.of("cacheSize", cacheMegabytes())));
        try {
            file.open(path.toString(), false, (char[]) null);
            // Commits happen where commit() is called and nowhere else: no thread does them, and no full buffer.
            MVStore store = new MVStore.Builder().adoptFileStore(file).autoCommitDisabled().autoCommitBufferSize(0)
                    .compress().open();
            store.setRetentionTime(0);
            return new OpenFile(file, store);
        } catch (MVStoreException e) {
            closeQuietly(file);
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new StorageInUseException(path.getParent(), e);
            }
            if (e.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
                throw UnusableStore.unwritable(path, e);
            }
            throw UnusableStore.damaged(path, e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // Damaged lengths and positions are followed before anything can tell that they are.
            closeQuietly(file);
            throw UnusableStore.damaged(path, e);
        }
    }

    private static void closeQuietly(ChecksummedFile file) {
        try {
            file.close();
        } catch (RuntimeException e) {
            // It was not open, or is closed already.
        }
    }

    /** About 5 kB of heap for a device of 1 kB: this keeps all of a small site in memory. */
    private static int cacheMegabytes() {
        return (int) Math.max(16, Math.min(128, Runtime.getRuntime().maxMemory() / (8L << 20)));
    }

    public MVStore store() {
        return store;
    }

    /** Makes it a store of the present format. */
    void identify(UUID id) {
        store.getMetaMap().put(ID, id.toString());
        store.setStoreVersion(DurableStore.FORMAT);
    }

    /** Which store it is, or null. */
    UUID id() {
        String id = store.getMetaMap().get(ID);
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Grows with each commit. */
    public long version() {
        return file.lastChunkVersion();
    }

    boolean isIntact() {
        try {
            return file.isIntact();
        } catch (MVStoreException e) {
            return false;
        }
    }

    public boolean isIntactAt(long pagePosition) {
        return file.isIntactAt(pagePosition);
    }

    int sum() {
        return file.newestSum();
    }

    /** Puts all changes on the disk. */
    void finish() {
        store.commit();
        store.sync();
    }

    @Override
    public void close() {
        store.closeImmediately();
    }
}
