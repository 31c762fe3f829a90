package io.deviceregistry.embedded.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

import io.deviceregistry.embedded.file.CommitRecord.Commit;

/**
 * The store in a data file: named maps that change in memory and are written together by {@link #commit()}, never in between.
 * After a failed commit the state in memory is unknown, so the store refuses all further use.
 */
public final class DurableStore implements AutoCloseable {

    /** The version of the file format. Files with a later version are refused. */
    public static final int FORMAT = 3;

    private static final Logger LOG = Logger.getLogger(DurableStore.class);
    private static final int HOUSEKEEPING_COMMITS = 256;
    private static final int LIVE_PERCENT = 50;
    private static final int HOUSEKEEPING_BYTES = 1 << 20;

    private final OpenFile opened;
    private final MVStore store;
    private final CommitRecord record;
    private final UUID id;
    private final StoreFiles files;
    private final UndoLog undo = new UndoLog();
    private RuntimeException failure;
    private int commits;

    DurableStore(OpenFile opened, CommitRecord record, UUID id, StoreFiles files) {
        this.opened = opened;
        this.store = opened.store();
        this.record = record;
        this.id = id;
        this.files = files;
    }

    /** Opens the store in this file as {@link StoreOpener#open()} does. */
    public static DurableStore open(Path file) {
        return new StoreOpener(file).open();
    }

    public UndoableMap map(String name) {
        return new UndoableMap(StoreCopy.open(store, name), undo);
    }

    public void rename(UndoableMap map, String name) {
        store.renameMap(map.unwrap(), name);
    }

    public void drop(UndoableMap map) {
        store.removeMap(map.unwrap());
    }

    public Set<String> mapNames() {
        return store.getMapNames();
    }

    public UndoLog undo() {
        return undo;
    }

    public long size() {
        return store.getFileStore().size();
    }

    /**
     * Whether the store may still be used.
     *
     * @throws IllegalStateException if a commit failed, or after {@link #close()}
     */
    public void requireUsable() {
        if (failure != null || store.isClosed()) {
            throw new IllegalStateException("the data file can no longer be written", failure);
        }
    }

    /** Whether a commit failed, so that only the content of the file is certain. */
    public boolean hasFailed() {
        return failure != null;
    }

    /** The reason why the commit failed, or null. */
    public RuntimeException failure() {
        return failure;
    }

    /**
     * Makes all changes durable: when it returns, they survive a killed process and a power cut. Does nothing if nothing changed.
     *
     * @throws IllegalStateException if they could not be written, now or earlier
     */
    public void commit() {
        requireUsable();
        try {
            if (store.hasUnsavedChanges()) {
                store.commit();
                store.sync();
                record.write(new Commit(id, opened.version(), opened.sum()));
                tidy();
            }
        } catch (IOException | RuntimeException e) {
            failure = new IllegalStateException("the data file " + files.data() + " could not be written", e);
            throw failure;
        }
    }

    /**
     * Overwriting leaves chunks of which only a small part is still in use. A limited number of them is compacted now and then.
     */
    private void tidy() {
        if (++commits % HOUSEKEEPING_COMMITS == 0 && store.compact(LIVE_PERCENT, HOUSEKEEPING_BYTES)) {
            store.commit();
            store.sync();
        }
    }

    /**
     * Closes the file; does nothing if called again. All acknowledged commits are in the file already, so a failure is only
     * logged. The file is not compacted here: that needs space before it frees any, and operators stop the service when the disk
     * is full.
     */
    @Override
    public void close() {
        try {
            if (failure == null) {
                store.close(0);
            }
        } catch (MVStoreException e) {
            LOG.warnf("The registry's data file %s was not closed cleanly (%s); no acknowledged write is lost.", files.data(),
                    e.getMessage());
        } finally {
            abandon();
        }
    }

    /** Closes the files like a crash: nothing more is written. */
    public void abandon() {
        opened.close();
        try {
            record.close();
        } catch (IOException e) {
            LOG.debugf("%s was not closed: %s", files.commit(), e.getMessage());
        }
    }
}
