package io.deviceregistry.storage.embedded;

import java.util.Optional;

/** An index in a map of its own: tuples of the indexed values to the documents' positions. */
interface StoredIndex {

    StoredMap map();

    /** The part of the index that holds all documents that can match; empty when it is of no use to the query. */
    Optional<IndexScan> scan(Query query);
}
