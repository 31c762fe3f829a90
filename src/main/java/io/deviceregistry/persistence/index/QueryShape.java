package io.deviceregistry.persistence.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shape of a query: its filter and sort fields, the index that serves it, and the conditions that the index does not serve.
 *
 * @param filter the fields of the filter that the index serves
 * @param residue other fields that a query of this shape may filter by, which are tested on each document that the index finds,
 *        each with the reason why this is cheap
 * @param few the reason why so few documents are found that they can be sorted in memory; empty if the index has the order
 */
public record QueryShape(Set<String> filter, List<String> sort, String index, Map<String, String> residue,
        Optional<String> few) {

    /** The index that every collection has by default. */
    public static final String BY_ID = "_id_";

    public static QueryShape of(String index, String... filter) {
        return new QueryShape(new TreeSet<>(List.of(filter)), List.of(), index, Map.of(), Optional.empty());
    }

    public QueryShape sortedBy(String... fields) {
        return new QueryShape(filter, List.of(fields), index, residue, few);
    }

    /** The index finds few documents, for this reason: they can be sorted in memory and tested on these fields. */
    public QueryShape fewBecause(String reason, String... tested) {
        QueryShape shape = new QueryShape(filter, sort, index, residue, Optional.of(reason));
        for (String field : tested) {
            shape = shape.testing(reason, field);
        }
        return shape;
    }

    /** The documents that the index finds are also tested on these fields, which is cheap for this reason. */
    public QueryShape testing(String reason, String... fields) {
        Map<String, String> more = new HashMap<>(residue);
        for (String field : fields) {
            more.putIfAbsent(field, reason);
        }
        return new QueryShape(filter, sort, index, Map.copyOf(more), few);
    }

    /** This shape with each of these orders. */
    public List<QueryShape> sortedByEach(List<List<String>> orders) {
        List<QueryShape> shapes = new ArrayList<>();
        orders.forEach(order -> shapes.add(sortedBy(order.toArray(String[]::new))));
        return shapes;
    }
}
