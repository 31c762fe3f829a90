package io.deviceregistry.embedded;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import org.jboss.logging.Logger;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.StoreFiles;
import io.deviceregistry.embedded.file.StoreOpener;
import io.deviceregistry.embedded.file.UnusableStore;
import io.deviceregistry.embedded.file.WriteProbe;
import io.deviceregistry.embedded.file.WriteRefused;
import io.netty.channel.Channel;

/**
 * A backend that outlives its store. When a write fails, the store is opened anew, at the last commit that was acknowledged: reads go on,
 * and writes are refused until the disk takes them again.
 */
public final class ReopeningBackend implements MongoBackend {

    private static final Logger LOG = Logger.getLogger(ReopeningBackend.class);
    private static final int UNUSABLE = 1;
    /** Counts of tries, without which nobody could log in: while the disk is full they are kept in memory. */
    private static final String COUNTS = "rate-limits";

    private final StoreFiles files;
    private final WriteProbe probe;
    private DurableStore store;
    private EmbeddedBackend backend;
    private volatile boolean writable = true;
    private String refusal;

    /** Opens the store as {@link StoreOpener#open()} does. */
    public ReopeningBackend(StoreFiles files) {
        this.files = files;
        this.probe = new WriteProbe(files.probe());
        try {
            open();
        } catch (MongoServerError e) {
            // It is intact, and what the start would tidy up can wait for a disk with space.
            refuse(e);
            open();
        }
    }

    private void open() {
        DurableStore opened = new StoreOpener(files.data()).open();
        try {
            backend = new EmbeddedBackend(opened, writable);
            store = opened;
        } catch (MongoServerError e) {
            opened.abandon();
            throw e;
        } catch (RuntimeException e) {
            opened.abandon();
            throw UnusableStore.damaged(files.data(), e);
        }
    }

    DurableStore store() {
        return store;
    }

    boolean isWritable() { return writable; }

    @Override
    public synchronized Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equalsIgnoreCase("ismaster")) {
            return backend.handleCommand(channel, database, command, query);
        }
        if (store.hasFailed()) {
            reopen();
        }
        if (!writable && !goOn() && !EmbeddedBackend.isRead(command) && !COUNTS.equals(query.get(command))) {
            throw new MongoServerError(WriteRefused.CODE, WriteRefused.NAME, refusal);
        }
        try {
            return backend.handleCommand(channel, database, command, query);
        } catch (MongoServerException e) {
            if (!store.hasFailed()) {
                throw e;
            }
            stopWriting();
            if (!COUNTS.equals(query.get(command))) {
                throw e;
            }
            return backend.handleCommand(channel, database, command, query);
        }
    }

    private void stopWriting() {
        refuse(WriteRefused.toError(store.failure()));
        reopen();
    }

    private void refuse(MongoServerError error) {
        refusal = error.getMessageWithoutErrorCode();
        writable = false;
        LOG.errorf("%s. Reads go on; writes are refused until the disk takes them.", refusal);
    }

    /** Whether writes are possible again. */
    private boolean goOn() {
        if (!probe.succeeds()) {
            return false;
        }
        writable = true;
        reopen();
        LOG.infof("The registry's data file %s can be written again", files.data());
        return true;
    }

    private void reopen() {
        store.abandon();
        try {
            open();
        } catch (RuntimeException e) {
            LOG.errorf("%s", e.getMessage());
            throw new MongoServerError(UNUSABLE, "InternalError", "The data file cannot be used");
        }
    }

    @Override
    public synchronized Document handleMessage(MongoMessage message) {
        Document query = message.getDocument();
        return handleCommand(message.getChannel(), message.getDatabaseName(), query.keySet().iterator().next(), query);
    }

    /** Nobody sends these but drivers of MongoDB before 3.6. */
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw new MongoServerError(UNUSABLE, "InternalError", "This message is not supported");
    }

    @Override
    public synchronized void handleClose(Channel channel) {
        backend.handleClose(channel);
    }

    @Override
    public synchronized void dropDatabase(String database) {
        backend.dropDatabase(database);
    }

    @Override
    public synchronized Collection<Document> getCurrentOperations(MongoQuery query) {
        return backend.getCurrentOperations(query);
    }

    @Override
    public synchronized Document getServerStatus() { return backend.getServerStatus(); }

    @Override
    public synchronized void closeCursors(List<Long> cursors) {
        backend.closeCursors(cursors);
    }

    @Override
    public synchronized Clock getClock() { return backend.getClock(); }

    @Override
    public synchronized void enableOplog() {
        backend.enableOplog();
    }

    @Override
    public synchronized void disableOplog() {
        backend.disableOplog();
    }

    @Override
    public synchronized MongoDatabase resolveDatabase(String database) {
        return backend.resolveDatabase(database);
    }

    @Override
    public synchronized MongoBackend version(MongoVersion version) {
        backend.version(version);
        return this;
    }

    @Override
    public synchronized void close() {
        backend.close();
    }
}
