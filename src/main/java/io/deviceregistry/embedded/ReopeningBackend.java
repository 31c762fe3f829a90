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
 * A backend that survives failed writes. It then reopens the store at the last acknowledged commit: reads continue, and writes
 * are refused until the disk accepts them again.
 */
public final class ReopeningBackend implements MongoBackend {

    private static final Logger LOG = Logger.getLogger(ReopeningBackend.class);
    private static final int UNUSABLE = 1;
    private static final String RATE_LIMITS = "rate-limits";

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
            // The store is intact, and what the start would clean up can wait until the disk has space.
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
        if (!writable && !resumeWriting() && !EmbeddedBackend.isRead(command) && !isOnRateLimits(command, query)) {
            throw new MongoServerError(WriteRefused.CODE, WriteRefused.NAME, refusal);
        }
        try {
            return backend.handleCommand(channel, database, command, query);
        } catch (MongoServerException e) {
            if (!store.hasFailed()) {
                throw e;
            }
            stopWriting();
            if (!isOnRateLimits(command, query)) {
                throw e;
            }
            return backend.handleCommand(channel, database, command, query);
        }
    }

    /** Without these writes nobody could log in. While the disk is full, they only change memory. */
    private static boolean isOnRateLimits(String command, Document query) {
        return RATE_LIMITS.equals(query.get(command));
    }

    private void stopWriting() {
        refuse(WriteRefused.toError(store.failure()));
        reopen();
    }

    private void refuse(MongoServerError error) {
        refusal = error.getMessageWithoutErrorCode();
        writable = false;
        LOG.errorf("%s. Reads go on; writes are refused until the disk accepts them.", refusal);
    }

    /** Returns whether writes are possible again; if so, reopens the store for them. */
    private boolean resumeWriting() {
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

    /** Only drivers for MongoDB before 3.6 send these messages. */
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
