package io.deviceregistry.embedded.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.deviceregistry.embedded.value.KeyOrder;

/**
 * Sorts documents and cuts out a page. The sort values of each document are looked up once, and no more documents than the page
 * has are kept, so that a scan costs O(n log page).
 */
public final class DocumentOrder {

    private record Entry(Object[] values, long sequence, Document document) {
    }

    private final List<String> fields = new ArrayList<>();
    private final List<Integer> directions = new ArrayList<>();

    /** @param sort fields to 1 or -1, or null */
    public DocumentOrder(Document sort) {
        if (sort != null && !sort.containsKey("$natural")) {
            sort.forEach((field, direction) -> {
                fields.add(field);
                directions.add(Integer.signum(((Number) direction).intValue()));
            });
        }
    }

    /**
     * @param limit the maximum number of documents; all if it is not positive
     * @param projection what is kept of a document of the page
     */
    public List<Document> page(Stream<Document> documents, int skip, int limit, UnaryOperator<Document> projection) {
        if (fields.isEmpty()) {
            Stream<Document> rest = documents.skip(skip);
            return (limit > 0 ? rest.limit(limit) : rest).map(projection).toList();
        }
        long keep = limit > 0 ? (long) skip + limit : Long.MAX_VALUE;
        PriorityQueue<Entry> kept = new PriorityQueue<>(Collections.reverseOrder(order()));
        long[] sequence = new long[1];
        documents.forEach(document -> {
            kept.add(new Entry(values(document), sequence[0]++, projection.apply(document)));
            if (kept.size() > keep) {
                kept.poll();
            }
        });
        return kept.stream().sorted(order()).skip(skip).map(Entry::document).toList();
    }

    private Object[] values(Document document) {
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = representative(Utils.getSubdocumentValueCollectionAware(document, fields.get(i)), directions.get(i));
        }
        return values;
    }

    /** For an array, the element that comes first in this direction; an empty array counts as missing. */
    private static Object representative(Object value, int direction) {
        return value instanceof Collection<?> items
                ? items.stream().<Object>map(Missing::ofNullable)
                        .min((a, b) -> direction * KeyOrder.INSTANCE.compare(a, b)).orElse(Missing.getInstance())
                : value;
    }

    private Comparator<Entry> order() {
        return (a, b) -> {
            for (int i = 0; i < fields.size(); i++) {
                int order = directions.get(i) * KeyOrder.INSTANCE.compare(a.values()[i], b.values()[i]);
                if (order != 0) {
                    return order;
                }
            }
            return Long.compare(a.sequence(), b.sequence());
        };
    }
}
