package io.deviceregistry.storage.embedded;

import java.util.List;
import java.util.Map;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;

/**
 * Looks up by a unique index whenever a query names all of that index's keys, and tests the rest of the query on what it
 * finds. The library does so only where the query names nothing else, and scans otherwise.
 */
final class IndexedCollection extends H2Collection {

    IndexedCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> data,
            MVMap<String, Object> meta, CursorRegistry cursors) {
        super(database, name, options, data, meta, cursors);
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
            Document fields) {
        for (Index<Object> index : getIndexes()) {
            Document keys = literalKeys(query, index);
            if (keys != null && index.canHandle(keys)) {
                return matchDocuments(query, List.copyOf(positions(index, keys)), orderBy, skip, limit, batchSize, fields);
            }
        }
        return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    private static List<Object> positions(Index<Object> index, Document keys) {
        java.util.ArrayList<Object> positions = new java.util.ArrayList<>();
        index.getPositions(keys).forEach(positions::add);
        return positions;
    }

    /** The index's part of the query, if it compares each of its keys with a plain value. */
    private static Document literalKeys(Document query, Index<Object> index) {
        Document keys = new Document();
        for (IndexKey indexKey : index.getKeys()) {
            String key = indexKey.getKey();
            Object value = query.get(key);
            if (value == null || value instanceof Map || value instanceof Iterable) {
                return null;
            }
            keys.put(key, value);
        }
        return keys;
    }
}
