package io.deviceregistry.embedded.index;

import java.util.Optional;

import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.query.Query;

/** An index that is stored as a map from tuples of indexed values to positions of documents. */
public interface StoredIndex {

    UndoableMap map();

    /** The range of the index with all documents that can match; empty if the index does not help the query. */
    Optional<IndexScan> scan(Query query);
}
