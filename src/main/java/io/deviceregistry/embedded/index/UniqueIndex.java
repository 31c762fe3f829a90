package io.deviceregistry.embedded.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.query.EqualityConditions;
import io.deviceregistry.embedded.query.Query;
import io.deviceregistry.embedded.value.KeyOrder;

/** A unique index, sparse or not. */
public final class UniqueIndex extends AbstractUniqueIndex<Object> implements StoredIndex {

    private final DurableStore store;
    private final UndoableMap map;

    public UniqueIndex(DurableStore store, UndoableMap map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.store = store;
        this.map = map;
    }

    /** The positions of all documents that can match these conditions; empty if they do not fix every key of the index. */
    public Optional<Set<Object>> positions(EqualityConditions conditions) {
        return conditions.tuples(keys()).map(tuples -> {
            Set<Object> positions = new LinkedHashSet<>();
            for (KeyValue tuple : tuples) {
                Object position = getPosition(tuple);
                if (position != null) {
                    positions.add(position);
                }
            }
            return positions;
        });
    }

    /** Only for {@code _id}, which every document has and which is never an array. */
    @Override
    public Optional<IndexScan> scan(Query query) {
        return keys().equals(List.of("_id")) ? IndexScan.of(map, keys(), true, query) : Optional.empty();
    }

    @Override
    public UndoableMap map() {
        return map;
    }

    @Override
    protected Object removeDocument(KeyValue key) {
        return map.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Object position) {
        return map.putIfAbsent(key, position) == null;
    }

    @Override
    protected Object getPosition(KeyValue key) {
        return map.get(key);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    protected Iterable<Map.Entry<KeyValue, Object>> getIterable() { return (Iterable) map.entries(); }

    /** The library treats an explicit null as a missing value here, and would omit its entry in a sparse index. */
    @Override
    protected boolean nullAwareEqualsKeys(Document before, Document after) {
        return (!isSparse() || hasValue(before) == hasValue(after)) && ordered(before).equals(ordered(after));
    }

    /** For every document without the value, the library would find the document with an explicit null. */
    @Override
    public Object getPosition(Document document) {
        return isSparse() && !hasValue(document) ? null : super.getPosition(document);
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        return IndexedValues.of(document, keys(), () -> super.getKeyValues(document));
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Object> collection) {
        refuseDuplicates(document, null, collection);
    }

    @Override
    public synchronized void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        if (!nullAwareEqualsKeys(before, after)) {
            refuseDuplicates(after, getPosition(before), collection);
        }
    }

    private void refuseDuplicates(Document document, Object own, MongoCollection<Object> collection) {
        if (isSparse() && !hasValue(document)) {
            return;
        }
        for (KeyValue key : getKeyValues(document)) {
            Object position = getPosition(key);
            if (position != null && !position.equals(own)) {
                throw new DuplicateKeyError(this, collection, getKeys(), key);
            }
        }
    }

    private boolean hasValue(Document document) {
        return keys().stream().anyMatch(key -> !(Utils.getSubdocumentValueCollectionAware(document, key) instanceof Missing));
    }

    private Set<Object> ordered(Document document) {
        Set<Object> values = new TreeSet<>(KeyOrder.INSTANCE);
        values.addAll(getKeyValues(document));
        return values;
    }

    @Override
    public long getCount() { return map.size(); }

    @Override
    public long getDataSize() { return getCount(); }

    @Override
    public void drop() {
        store.drop(map);
    }
}
