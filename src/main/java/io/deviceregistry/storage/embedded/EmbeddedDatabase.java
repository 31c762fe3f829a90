package io.deviceregistry.storage.embedded;

import java.util.List;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/** A database: each collection and each unique index is a map of the store, named after it. */
final class EmbeddedDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    static final String COLLECTION_PREFIX = "collection.";
    private static final String INDEX_PREFIX = "index.";

    private final DurableStore store;

    EmbeddedDatabase(String name, DurableStore store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    @Override
    public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (command.equals("aggregate")
                && resolveCollection(query.get(command).toString(), false) instanceof EmbeddedCollection c
                && query.get("pipeline") instanceof List<?> stages && !stages.isEmpty()
                && stages.get(0) instanceof Document first
                && first.get("$match") instanceof Document filter) {
            return c.aggregating(filter, () -> super.handleCommand(channel, command, query, databases, oplog));
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        return new EmbeddedCollection(this, name, options, cursorRegistry, store, store.map(collectionMap(name)));
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new UniqueIndex(store, store.map(indexMap(collection, name)), name, keys, sparse);
    }

    /** Other indexes are accepted and not built: a scan of what this store is made for takes milliseconds. */
    @Override
    protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new EmptyIndex<>(name, keys);
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        MongoCollection<Object> collection = resolveCollection(name, true);
        super.dropCollection(name, oplog);
        store.drop(((EmbeddedCollection) collection).documents());
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        super.moveCollection(from, collection, newName);
        EmbeddedCollection moved = (EmbeddedCollection) collection;
        store.rename(moved.documents(), collectionMap(newName));
        for (Index<Object> index : moved.getIndexes()) {
            if (index instanceof UniqueIndex unique) {
                store.rename(unique.map(), indexMap(newName, index.getName()));
            }
        }
    }

    private String collectionMap(String collection) {
        return COLLECTION_PREFIX + getFullCollectionNamespace(collection);
    }

    private String indexMap(String collection, String index) {
        return INDEX_PREFIX + getFullCollectionNamespace(collection) + "/" + index;
    }

    @Override
    protected long getStorageSize() { return store.size(); }

    @Override
    protected long getFileSize() { return store.size(); }
}
