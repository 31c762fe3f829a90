package io.deviceregistry.embedded.query;

import java.util.HashMap;
import java.util.Map;

import de.bwaldvogel.mongo.bson.Document;

/**
 * The lower and upper bounds of fields in a filter such as {@code {a: {$gte: 1, $lt: 5}}}. The bounds themselves may or may not
 * match, so the filter must be tested as well.
 */
public final class RangeConditions {

    private final Map<String, Object> least = new HashMap<>();
    private final Map<String, Object> greatest = new HashMap<>();

    private RangeConditions() {
    }

    static RangeConditions of(Document filter) {
        RangeConditions conditions = new RangeConditions();
        FieldConditions.forEach(filter, (field, condition) -> {
            if (condition instanceof Document operators) {
                operators.forEach((operator, value) -> conditions.add(field, operator, value));
            }
        }, () -> {
            // Other parts can only restrict the range further.
        });
        return conditions;
    }

    private void add(String field, String operator, Object value) {
        if (EqualityConditions.isPlain(value)) {
            switch (operator) {
                case "$gt", "$gte" -> least.putIfAbsent(field, value);
                case "$lt", "$lte" -> greatest.putIfAbsent(field, value);
                default -> {
                    // Not a bound.
                }
            }
        }
    }

    /** {@code null} for none. */
    public Object least(String field) {
        return least.get(field);
    }

    /** {@code null} for none. */
    public Object greatest(String field) {
        return greatest.get(field);
    }
}
