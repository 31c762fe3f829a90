package io.deviceregistry.embedded;

import java.util.Locale;
import java.util.Set;

import org.jboss.logging.Logger;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.WriteRefused;
import io.netty.channel.Channel;

/** Executes commands. Changes are on disk before the reply is sent. */
final class EmbeddedBackend extends AbstractMongoBackend {

    private static final Logger LOG = Logger.getLogger(EmbeddedBackend.class);
    private static final int INTERNAL_ERROR = 1;
    private static final Set<String> READS = Set.of("find", "aggregate", "count", "distinct", "getmore", "killcursors", "ping",
            "listcollections", "listindexes", "listdatabases", "buildinfo", "serverstatus", "dbstats", "collstats");

    private final DurableStore store;
    private final boolean commits;

    /** @param commits false for a read-only store, whose disk does not accept writes */
    EmbeddedBackend(DurableStore store, boolean commits) {
        this.store = store;
        this.commits = commits;
        store.mapNames().stream().filter(name -> name.startsWith(EmbeddedDatabase.COLLECTION_PREFIX))
                .map(name -> Utils.firstFragment(name.substring(EmbeddedDatabase.COLLECTION_PREFIX.length()))).distinct()
                .forEach(this::resolveDatabase);
        commit();
    }

    /** Whether the command is known to change nothing. */
    static boolean isRead(String command) {
        return READS.contains(command.toLowerCase(Locale.ROOT));
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new EmbeddedDatabase(name, store, getCursorRegistry());
    }

    @Override
    public synchronized Document handleCommand(Channel channel, String database, String command, Document query) {
        if (command.equalsIgnoreCase("ismaster") || command.equalsIgnoreCase("hello")) {
            return super.handleCommand(channel, database, command, query);
        }
        requireUsable();
        try {
            return super.handleCommand(channel, database, command, query);
        } catch (MongoServerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unexpected(command, e);
        } finally {
            // After an error too: a batch may have succeeded in part, and everything visible must be durable.
            commit();
        }
    }

    private void requireUsable() {
        try {
            store.requireUsable();
        } catch (IllegalStateException e) {
            throw failed(e);
        }
    }

    private void commit() {
        if (!commits) {
            return;
        }
        try {
            store.commit();
        } catch (IllegalStateException e) {
            throw WriteRefused.toError(e);
        }
    }

    private static MongoServerError failed(IllegalStateException e) {
        return new MongoServerError(INTERNAL_ERROR, "InternalError", "The embedded store failed: " + e.getMessage() + ".");
    }

    /**
     * The messages of the library can contain whole documents with their secrets, so neither the log nor the driver gets them.
     */
    private static MongoServerError unexpected(String command, RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.errorf("The embedded store failed in '%s': %s at %s", command, e.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return new MongoServerError(INTERNAL_ERROR, "InternalError",
                "The embedded store failed in '" + command + "' (" + e.getClass().getSimpleName() + ").");
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
