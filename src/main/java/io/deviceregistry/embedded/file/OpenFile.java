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
     * Opens the file at the newest complete state that H2 finds, which need not be the last one that was written.
     *
     * @throws StorageInUseException if another process has it open
     * @throws java.io.UncheckedIOException if H2 finds none, or cannot write the header of a new file
     */
    public static OpenFile open(Path path) {
        ChecksummedFile file = new ChecksummedFile(new HashMap<>(Map.of("cacheSize", cacheMegabytes())));
        try {
            file.open(path.toString(), false, (char[]) null);
            // Only commit() commits: neither a background thread nor a full buffer does.
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
            // H2 follows damaged lengths and positions before any check can find them.
            closeQuietly(file);
            throw UnusableStore.damaged(path, e);
        }
    }

    private static void closeQuietly(ChecksummedFile file) {
        try {
            file.close();
        } catch (RuntimeException e) {
            // The file was not open, or is closed already.
        }
    }

    /** A device of 1 kB takes about 5 kB of heap: this cache keeps all devices of a small site in memory. */
    private static int cacheMegabytes() {
        return (int) Math.max(16, Math.min(128, Runtime.getRuntime().maxMemory() / (8L << 20)));
    }

    public MVStore store() {
        return store;
    }

    /** Marks the file as a store in the present format. */
    void identify(UUID id) {
        store.getMetaMap().put(ID, id.toString());
        store.setStoreVersion(DurableStore.FORMAT);
    }

    /** The id of the store, or null. */
    UUID id() {
        String id = store.getMetaMap().get(ID);
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The version of the data, which grows with each commit. */
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

    /** Writes all changes to disk. */
    void finish() {
        store.commit();
        store.sync();
    }

    @Override
    public void close() {
        store.closeImmediately();
    }
}
