package io.deviceregistry.persistence.index;

import java.util.List;

import com.mongodb.client.model.IndexModel;

/** A store tells which indexes its collection needs and which queries each serves. */
public interface IndexedRepository {

    String collection();

    /** Made at every start; making one that is there already costs nothing. Each has a name. */
    List<IndexModel> indexes();

    /** Every shape of query that the store issues. A query without an index is a defect. */
    List<QueryShape> queries();
}
