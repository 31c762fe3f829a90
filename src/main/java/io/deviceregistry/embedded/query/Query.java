package io.deviceregistry.embedded.query;

import java.util.List;

import de.bwaldvogel.mongo.bson.Document;

/**
 * The properties of a query that matter for the choice of an index.
 *
 * @param sort the fields to sort by
 * @param forwards whether any of them is sorted in ascending order
 * @param backwards whether any of them is sorted in descending order
 */
public record Query(EqualityConditions equal, RangeConditions ranges, List<String> sort, boolean forwards, boolean backwards) {

    /** @param sort fields to 1 or -1, or null */
    public static Query of(Document filter, Document sort) {
        Document order = sort == null ? new Document() : sort;
        return new Query(EqualityConditions.of(filter), RangeConditions.of(filter), List.copyOf(order.keySet()),
                order.values().stream().anyMatch(Query::isForwards),
                !order.values().stream().allMatch(Query::isForwards));
    }

    private static boolean isForwards(Object direction) {
        return ((Number) direction).intValue() > 0;
    }

    /** Whether documents with equal values in some fields, ordered by the others, are in the requested order. */
    public boolean isSortedBy(List<String> same, List<String> others) {
        List<String> wanted = sort.stream().filter(field -> !same.contains(field)).toList();
        return !(forwards && backwards) && others.size() >= wanted.size()
                && others.subList(0, wanted.size()).equals(wanted);
    }
}
