package io.deviceregistry.storage.embedded;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import de.bwaldvogel.mongo.bson.Document;

/**
 * The least and the greatest value that a filter lets a field have: {@code {a: {$gte: 1, $lt: 5}}}, at the top level or within
 * {@code $and}. The bounds themselves may or may not match; who reads between them tests the filter besides.
 */
final class RangeConditions {

    private final Map<String, Object> least = new HashMap<>();
    private final Map<String, Object> greatest = new HashMap<>();

    private RangeConditions() {
    }

    static RangeConditions of(Document filter) {
        RangeConditions conditions = new RangeConditions();
        conditions.collect(filter);
        return conditions;
    }

    private void collect(Document filter) {
        filter.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> parts) {
                for (Object part : parts) {
                    if (part instanceof Document document) {
                        collect(document);
                    }
                }
            } else if (!field.startsWith("$") && condition instanceof Document operators) {
                operators.forEach((operator, value) -> add(field, operator, value));
            }
        });
    }

    private void add(String field, String operator, Object value) {
        if (EqualityConditions.isPlain(value)) {
            switch (operator) {
                case "$gt", "$gte" -> least.putIfAbsent(field, value);
                case "$lt", "$lte" -> greatest.putIfAbsent(field, value);
                default -> {
                    // Says nothing of bounds.
                }
            }
        }
    }

    /** {@code null} for none. */
    Object least(String field) {
        return least.get(field);
    }

    /** {@code null} for none. */
    Object greatest(String field) {
        return greatest.get(field);
    }
}
