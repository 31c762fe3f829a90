package io.deviceregistry.persistence.index;

import java.util.List;
import java.util.Set;

import com.mongodb.client.model.IndexModel;

/** A repository that declares the indexes of its collection and the queries that they serve. */
public interface IndexedRepository {

    String collectionName();

    /** The indexes, which are created at every start; existing ones cost nothing. Each has a name. */
    List<IndexModel> indexes();

    /** Every shape of query that the repository uses. A query without an index is a defect. */
    List<QueryShape> queries();

    /** The names of unique indexes that serve no query but only enforce uniqueness. */
    default Set<String> constraints() {
        return Set.of();
    }
}
