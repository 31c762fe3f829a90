package io.deviceregistry.storage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The form of a query: which fields it filters by and sorts by, and the name of the index that serves it.
 *
 * @param filter the fields of the filter that the index must narrow by; others may be tested besides
 */
public record QueryShape(Set<String> filter, List<String> sort, String index) {

    /** The index that every collection has. */
    public static final String BY_ID = "_id_";

    public static QueryShape of(String index, String... filter) {
        return new QueryShape(new TreeSet<>(List.of(filter)), List.of(), index);
    }

    public QueryShape sortedBy(String... fields) {
        return new QueryShape(filter, List.of(fields), index);
    }
}
