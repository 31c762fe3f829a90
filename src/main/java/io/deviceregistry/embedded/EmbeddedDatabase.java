package io.deviceregistry.embedded;

import java.util.List;
import java.util.Optional;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.index.SecondaryIndex;
import io.deviceregistry.embedded.index.StoredIndex;
import io.deviceregistry.embedded.index.UniqueIndex;
import io.netty.channel.Channel;

/** A database: each collection and each index is a map of the store, named after it. */
public final class EmbeddedDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    public static final String COLLECTION_PREFIX = "collection.";
    private static final String INDEX_PREFIX = "index.";
    /** The stage with which drivers count the documents of a first stage. */
    private static final List<Document> COUNT = List.of(
            new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1))));

    private final DurableStore store;

    EmbeddedDatabase(String name, DurableStore store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    @Override
    public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (command.equals("aggregate")
                && resolveCollection(query.get(command).toString(), false) instanceof EmbeddedCollection collection
                && query.get("pipeline") instanceof List<?> stages && !stages.isEmpty()
                && stages.get(0) instanceof Document first
                && first.get("$match") instanceof Document filter) {
            Optional<Document> count = stages.subList(1, stages.size()).equals(COUNT)
                    ? collection.countByIndex(filter).map(found -> counted(collection, found))
                    : Optional.empty();
            return count.orElseGet(() -> collection.aggregating(filter,
                    () -> super.handleCommand(channel, command, query, databases, oplog)));
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    private static Document counted(EmbeddedCollection collection, long count) {
        List<Document> batch = count == 0 ? List.of() : List.of(new Document("_id", 1).append("n", Math.toIntExact(count)));
        Document response = new Document("cursor",
                new Document("id", 0L).append("ns", collection.getFullName()).append("firstBatch", batch));
        Utils.markOkay(response);
        return response;
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        return new EmbeddedCollection(this, name, options, cursorRegistry, store, store.map(collectionMap(name)));
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new UniqueIndex(store, store.map(indexMap(collection, name)), name, keys, sparse);
    }

    /** A sparse index that is not unique is accepted but not built: no query of the registry needs it. */
    @Override
    protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return sparse
                ? new EmptyIndex<>(name, keys)
                : new SecondaryIndex(store, store.map(indexMap(collection, name)), name, keys);
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
            if (index instanceof StoredIndex stored) {
                store.rename(stored.map(), indexMap(newName, index.getName()));
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
