package io.deviceregistry.storage.embedded;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;

/** Brings every change to the disk before it is acknowledged, and takes back what a failed command changed half way. */
final class DurableBackend extends H2Backend {

    private static final Logger LOG = Logger.getLogger(DurableBackend.class);
    private static final int COMMITS_BETWEEN_COMPACTIONS = 2_000;
    private static final int TARGET_FILL_RATE = 60;
    private static final int COMPACTION_BYTES = 4 << 20;

    private final MVStore store;
    private boolean broken;
    private int commits;

    DurableBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new IndexedDatabase(databaseName, getMvStore(), getCursorRegistry());
    }

    @Override
    public synchronized Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        if (broken) {
            throw new MongoServerException("the store failed to write to its file and takes no more commands");
        }
        try {
            Document answer = super.handleCommand(channel, databaseName, command, query);
            commitChanges();
            return answer;
        } catch (RuntimeException e) {
            if (!broken && store.hasUnsavedChanges()) {
                store.rollback();
            }
            throw e;
        }
    }

    private void commitChanges() {
        if (!store.hasUnsavedChanges()) {
            return;
        }
        try {
            store.commit();
            store.sync();
            if (++commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
                store.compact(TARGET_FILL_RATE, COMPACTION_BYTES);
            }
        } catch (MVStoreException e) {
            broken = true;
            LOG.fatalf("The embedded store cannot write to %s: %s", store.getFileStore().getFileName(), e.getMessage());
            throw e;
        }
    }
}
