package io.deviceregistry.persistence.index;

import java.util.List;
import java.util.Set;

import com.mongodb.client.model.IndexModel;

/** A store tells which indexes its collection needs and which queries each serves. */
public interface IndexedRepository {

    String collectionName();

    /** Made at every start; making one that is there already costs nothing. Each has a name. */
    List<IndexModel> indexes();

    /** Every shape of query that the store issues. A query without an index is a defect. */
    List<QueryShape> queries();

    /** The names of unique indexes that serve no query: they keep two documents from having the same value. */
    default Set<String> constraints() {
        return Set.of();
    }
}
