package io.deviceregistry.embedded.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.backend.KeyValue;
import io.deviceregistry.embedded.file.UndoableMap;
import io.deviceregistry.embedded.query.Query;
import io.deviceregistry.embedded.value.KeyOrder;

/**
 * A range of an index that is read for a query.
 *
 * @param from the lower bound
 * @param to the upper bound, which is not equal to any entry
 * @param isSorted whether the documents come in the order of the query
 * @param isBackwards whether to read from the end
 * @param isExact whether exactly the matching documents are in the range
 * @param size the number of entries, found without reading them
 */
public record IndexScan(UndoableMap map, KeyValue from, KeyValue to, boolean isSorted, boolean isBackwards, boolean isExact,
        long size) {

    /** The estimated number of documents to read for each document of the page; most devices match most filters. */
    private static final int READ_FOR_ONE = 8;

    /**
     * The range is given by the equal values of the first keys and the bounds of the next one.
     *
     * @param plain whether no document has an array in an indexed field; otherwise neither bounds nor order are reliable
     * @return empty if the whole index would be read without any benefit
     */
    static Optional<IndexScan> of(UndoableMap map, List<String> keys, boolean plain, Query query) {
        List<Object> from = new ArrayList<>();
        for (String key : keys) {
            Object value = query.equal().only(key);
            if (value == null) {
                break;
            }
            from.add(value);
        }
        List<Object> to = new ArrayList<>(from);
        List<String> same = keys.subList(0, from.size());
        List<String> rest = keys.subList(from.size(), keys.size());
        boolean sorted = plain ? query.isSortedBy(same, rest) : query.sort().isEmpty();
        if (plain && !rest.isEmpty()) {
            Object least = query.ranges().least(rest.get(0));
            Object greatest = query.ranges().greatest(rest.get(0));
            if (least != null) {
                from.add(least);
            }
            if (greatest != null) {
                to.add(greatest);
            }
        }
        boolean narrow = !from.isEmpty() || !to.isEmpty();
        if (!narrow && (query.sort().isEmpty() || !sorted)) {
            return Optional.empty();
        }
        to.add(KeyOrder.AFTER_ALL);
        // No value sorts before a missing one.
        KeyValue first = from.isEmpty() ? new KeyValue((Object) null) : new KeyValue(from);
        KeyValue last = new KeyValue(to);
        return Optional.of(new IndexScan(map, first, last, sorted, query.backwards(), query.equal().areAll(same),
                map.countBetween(first, last)));
    }

    /** The cheapest first. */
    public static Comparator<IndexScan> byCost(int limit) {
        return Comparator.<IndexScan>comparingLong(scan -> scan.cost(limit)).thenComparing(scan -> !scan.isSorted());
    }

    private long cost(int limit) {
        return isSorted && limit > 0 ? Math.min(size, (long) READ_FOR_ONE * limit) : size;
    }

    /** The positions of the documents, without duplicates. */
    public Stream<Object> positions() {
        return map.between(from, to, isBackwards).distinct();
    }
}
