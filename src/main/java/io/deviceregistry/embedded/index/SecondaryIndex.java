package io.deviceregistry.embedded.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.query.Query;

/** A non-unique index: each entry has the position of the document as its last element. */
public final class SecondaryIndex extends Index<Object> implements StoredIndex {

    /** A special entry: the index is complete. Without it, the build was interrupted or never started. */
    private static final String BUILT = "built";
    /** A special entry: a document has, or had, an array in an indexed field, and therefore several entries or none. */
    private static final String MULTIKEY = "multikey";
    /** The number of documents between two commits of a build, which bounds the changes in memory. */
    private static final int DOCUMENTS_PER_COMMIT = 1_000;

    private final DurableStore store;
    private final UndoableMap map;

    public SecondaryIndex(DurableStore store, UndoableMap map, String name, List<IndexKey> keys) {
        super(name, keys, false);
        this.store = store;
        this.map = map;
    }

    /** Creates the entries of all documents, unless the index is complete. After a crash in between, the build starts again. */
    public void build(UndoableMap documents) {
        if (map.get(BUILT) != null) {
            return;
        }
        map.clear();
        documents.forEach(DOCUMENTS_PER_COMMIT, (position, document) -> add((Document) document, position), store::commit);
        map.put(BUILT, true);
    }

    @Override
    public Optional<IndexScan> scan(Query query) {
        return IndexScan.of(map, keys(), map.get(MULTIKEY) == null, query);
    }

    @Override
    public UndoableMap map() {
        return map;
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        add(document, position);
    }

    private void add(Document document, Object position) {
        if (hasArray(document) && map.get(MULTIKEY) == null) {
            map.put(MULTIKEY, true);
        }
        entries(document, position).forEach(entry -> map.put(entry, position));
    }

    @Override
    public Object remove(Document document) {
        Object position = positionOf(document);
        entries(document, position).forEach(map::remove);
        return position;
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        List<KeyValue> old = entries(before, position);
        List<KeyValue> now = entries(after, position);
        if (!old.equals(now)) {
            old.forEach(map::remove);
            add(after, position);
        }
    }

    private boolean hasArray(Document document) {
        return keys().stream()
                .anyMatch(key -> Utils.getSubdocumentValueCollectionAware(document, key) instanceof Collection<?>);
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        return IndexedValues.of(document, keys(), () -> super.getKeyValues(document));
    }

    private List<KeyValue> entries(Document document, Object position) {
        List<KeyValue> entries = new ArrayList<>();
        for (KeyValue values : getKeyValues(document)) {
            List<Object> entry = new ArrayList<>();
            values.forEach(entry::add);
            entry.add(position);
            entries.add(new KeyValue(entry));
        }
        return entries;
    }

    private static Object positionOf(Document document) {
        return Missing.ofNullable(document.get("_id"));
    }

    /** Not used: the values alone do not determine the position. */
    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // Nothing to check.
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        // Nothing to check.
    }

    /** Not used: {@link #scan} serves queries. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isEmpty() { return map.get(BUILT) == null; }

    @Override
    public long getCount() { return map.size(); }

    @Override
    public long getDataSize() { return getCount(); }

    @Override
    public void drop() {
        store.drop(map);
    }
}
