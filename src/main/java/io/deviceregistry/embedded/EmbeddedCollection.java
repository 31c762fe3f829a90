package io.deviceregistry.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.deviceregistry.embedded.file.DurableStore;
import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.index.IndexScan;
import io.deviceregistry.embedded.index.SecondaryIndex;
import io.deviceregistry.embedded.index.StoredIndex;
import io.deviceregistry.embedded.index.UniqueIndex;
import io.deviceregistry.embedded.query.CopyOnAccess;
import io.deviceregistry.embedded.query.DocumentOrder;
import io.deviceregistry.embedded.query.FieldUpdates;
import io.deviceregistry.embedded.query.FilterMatcher;
import io.deviceregistry.embedded.query.Query;
import io.deviceregistry.embedded.query.UpdatedPaths;

/**
 * A collection, stored as a map from {@code _id} to document. A failed operation leaves documents and indexes as they were, and
 * an operation with an index reads only the documents that it needs.
 */
final class EmbeddedCollection extends AbstractSynchronizedMongoCollection<Object> {

    private static final UpdatedPaths NO_UPDATE = new UpdatedPaths(null);

    private final DurableStore store;
    private final UndoableMap documents;
    private final FilterMatcher matcher = new FilterMatcher();
    private UpdatedPaths updating = NO_UPDATE;
    private Document onlyMatching = new Document();

    EmbeddedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
            DurableStore store,
            UndoableMap documents) {
        super(database, name, options, cursors);
        this.store = store;
        this.documents = documents;
    }

    UndoableMap documents() {
        return documents;
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        return matcher.matches(document, query);
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document sort, int skip, int limit, int batchSize, Document fields) {
        if (fields != null && !fields.isEmpty()) {
            return createQueryResult(page(query, sort, skip, limit, document -> projected(document, fields)), batchSize);
        }
        List<Document> page = page(query, sort, skip, limit);
        return createQueryResult(updating == NO_UPDATE ? page : new CopyOnAccess(page, updating), batchSize);
    }

    private List<Document> page(Document filter, Document sort, int skip, int limit) {
        return page(filter, sort, skip, limit, UnaryOperator.identity());
    }

    /** @param projection applied to each document of the page as it is read, so that the page is no larger than its result */
    private List<Document> page(Document filter, Document sort, int skip, int limit, UnaryOperator<Document> projection) {
        boolean natural = sort != null && sort.containsKey("$natural");
        Query query = Query.of(filter, natural ? null : sort);
        Optional<Stream<Object>> only = onlyPositions(query);
        Optional<IndexScan> scan = only.isPresent() || natural
                ? Optional.empty()
                : bestScan(query, limit > 0 ? skip + limit : 0);
        Stream<Document> candidates = only.or(() -> scan.map(IndexScan::positions))
                .map(positions -> positions.map(this::getDocument))
                .orElseGet(() -> all(isNaturalDescending(sort)));
        boolean sorted = scan.map(IndexScan::isSorted).orElse(false);
        return new DocumentOrder(sorted ? null : sort)
                .page(candidates.filter(document -> documentMatchesQuery(document, filter)), skip, limit, projection);
    }

    private Optional<Stream<Object>> onlyPositions(Query query) {
        return indexes(UniqueIndex.class).flatMap(index -> index.positions(query.equal()).stream()).findFirst()
                .map(Set::stream);
    }

    private Optional<IndexScan> bestScan(Query query, int limit) {
        return indexes(StoredIndex.class).flatMap(index -> index.scan(query).stream()).min(IndexScan.byCost(limit));
    }

    /** The number of matching documents, if an index can tell; takes the same time for many as for few. */
    synchronized Optional<Long> countByIndex(Document filter) {
        Query query = Query.of(filter, null);
        return indexes(StoredIndex.class).flatMap(index -> index.scan(query).stream()).filter(IndexScan::isExact).findFirst()
                .map(IndexScan::size);
    }

    private <T> Stream<T> indexes(Class<T> type) {
        return getIndexes().stream().filter(type::isInstance).map(type::cast);
    }

    private Stream<Document> all(boolean backwards) {
        Stream<Document> all = documents.stream().map(entry -> (Document) entry.getValue());
        return backwards ? reversed(all.toList()) : all;
    }

    private static Stream<Document> reversed(List<Document> list) {
        return Stream.iterate(list.size() - 1, i -> i >= 0, i -> i - 1).map(list::get);
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document sort, int skip, int limit, int batchSize, Document fields) {
        return queryDocuments(query, sort, skip, limit, batchSize, fields);
    }

    /** Starts an aggregation with the matching documents instead of all. */
    Document aggregating(Document filter, Supplier<Document> aggregation) {
        onlyMatching = filter;
        try {
            return aggregation.get();
        } finally {
            onlyMatching = new Document();
        }
    }

    @Override
    public Stream<Document> queryAllAsStream() {
        Document filter = onlyMatching;
        // Only once: a later stage may look up other documents of this collection.
        onlyMatching = new Document();
        // Copies, because the stages modify their input.
        return handleQueryAsStream(new Document("$query", filter)).map(Document::cloneDeeply);
    }

    @Override
    public synchronized void addDocument(Document document) {
        store.undo().atomically(() -> super.addDocument(document));
    }

    @Override
    public synchronized void removeDocument(Document document) {
        store.undo().atomically(() -> super.removeDocument(document));
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        if (index instanceof SecondaryIndex secondary) {
            secondary.build(documents);
        }
        store.undo().atomically(() -> super.addIndex(index));
    }

    @Override
    public synchronized Document findAndModify(Document command) {
        return updating(command.get("update"), () -> fieldUpdates(command.get("update"))
                .flatMap(updates -> findAndModify(command, updates)).orElseGet(() -> super.findAndModify(command)));
    }

    /** Empty if the library has to execute the update. */
    private Optional<FieldUpdates> fieldUpdates(Object update) {
        // Without ids, as in the library's own catalog, a document can be found again only by comparing all of them.
        return getIdField() == null ? Optional.empty() : FieldUpdates.of(update);
    }

    /** Empty if nothing matches; the library then inserts a document, or replies that nothing matched. */
    private Optional<Document> findAndModify(Document command, FieldUpdates updates) {
        Document filter = (Document) command.getOrDefault("query", new Document());
        return page(filter, (Document) command.get("sort"), 0, 1).stream().findFirst().map(before -> {
            Document after = update(before, updates);
            Document result = new Document("lastErrorObject", new Document("updatedExisting", true).append("n", 1));
            result.put("value", projected(Utils.isTrue(command.get("new")) ? after : before, (Document) command.get("fields")));
            Utils.markOkay(result);
            return result;
        });
    }

    private Document projected(Document document, Document fields) {
        return fields == null
                ? document
                : matchDocumentsFromStream(new Document(), Stream.of(document), 0, 0, 1, null, fields).iterator().next();
    }

    @Override
    public synchronized Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters, boolean multi,
            boolean upsert, Oplog oplog) {
        return updating(update, () -> fieldUpdates(update)
                .flatMap(updates -> updateDocuments(selector, update, updates, multi, oplog))
                .orElseGet(() -> super.updateDocuments(selector, update, arrayFilters, multi, upsert, oplog)));
    }

    /** Empty if nothing matches; the library then inserts a document, or replies that nothing matched. */
    private Optional<Document> updateDocuments(Document selector, Document update, FieldUpdates updates, boolean multi,
            Oplog oplog) {
        List<Document> found = page(selector, null, 0, multi ? 0 : 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Object> changed = new ArrayList<>();
        for (Document before : found) {
            if (update(before, updates) != before) {
                changed.add(before.get(getIdField()));
            }
        }
        oplog.handleUpdate(getFullName(), selector, update, changed);
        return Optional.of(new Document("n", found.size()).append("nModified", changed.size()));
    }

    /** Returns the document after the update; the same object if nothing changed. */
    private Document update(Document before, FieldUpdates updates) {
        Document after = updates.apply(before);
        if (after.equals(before)) {
            return before;
        }
        getIndexes().forEach(index -> index.checkUpdate(before, after, this));
        Object position = Missing.ofNullable(before.get(getIdField()));
        getIndexes().forEach(index -> index.updateInPlace(before, after, position, this));
        handleUpdate(position, before, after);
        return after;
    }

    private Document updating(Object update, Supplier<Document> operation) {
        updating = new UpdatedPaths(update);
        try {
            return store.undo().atomically(operation);
        } finally {
            updating = NO_UPDATE;
        }
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        Object key = getIdField() == null ? UUID.randomUUID() : Utils.getSubdocumentValue(document, getIdField());
        Object position = Missing.ofNullable(key);
        if (documents.put(position, document) != null) {
            throw new IllegalStateException("the document exists already");
        }
        return position;
    }

    @Override
    protected void handleUpdate(Object position, Document before, Document after) {
        documents.put(position, after);
    }

    @Override
    protected void removeDocument(Object position) {
        if (documents.remove(position) == null) {
            throw new IllegalStateException("the document does not exist");
        }
    }

    @Override
    protected Document getDocument(Object position) {
        return (Document) documents.get(position);
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return documents.stream().map(entry -> new DocumentWithPosition<>((Document) entry.getValue(), entry.getKey()));
    }

    @Override
    public int count() {
        return Math.toIntExact(documents.size());
    }

    @Override
    public boolean isEmpty() { return documents.size() == 0; }

    /** A running total would mean one more page to write with every document, for a number that nobody needs. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        // Not tracked.
    }

    @Override
    protected int getDataSize() { return 0; }
}
