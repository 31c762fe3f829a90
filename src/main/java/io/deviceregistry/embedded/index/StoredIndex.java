package io.deviceregistry.embedded.index;

import java.util.Optional;

import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.query.Query;

/** An index in a map of its own: tuples of the indexed values to the documents' positions. */
public interface StoredIndex {

    UndoableMap map();

    /** The part of the index that holds all documents that can match; empty when it is of no use to the query. */
    Optional<IndexScan> scan(Query query);
}
