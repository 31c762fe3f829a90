package io.deviceregistry.embedded.query;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * The fields for which a filter names the only values that can match: {@code {a: 1}}, {@code {a: {$eq: 1}}} and {@code {a: {$in:
 * [1, 2]}}}. Only scalar values count: neither null nor documents, arrays or patterns.
 */
public final class EqualityConditions {

    private final Map<String, Collection<?>> values = new HashMap<>();
    private boolean complete = true;

    private EqualityConditions() {
    }

    static EqualityConditions of(Document filter) {
        EqualityConditions conditions = new EqualityConditions();
        FieldConditions.forEach(filter, conditions::add, () -> conditions.complete = false);
        return conditions;
    }

    private void add(String field, Object condition) {
        complete &= isPlain(condition) && !values.containsKey(field);
        if (isPlain(condition)) {
            values.put(field, List.of(condition));
        } else if (condition instanceof Document operators) {
            Object equal = operators.get("$eq");
            if (isPlain(equal)) {
                values.put(field, List.of(equal));
            } else if (operators.get("$in") instanceof Collection<?> list
                    && list.stream().allMatch(EqualityConditions::isPlain)) {
                values.putIfAbsent(field, list);
            }
        }
    }

    /** The only value that the field can have; {@code null} if the filter does not determine one. */
    public Object only(String field) {
        Collection<?> found = values.get(field);
        return found == null || found.size() != 1 ? null : found.iterator().next();
    }

    /** Whether the filter consists only of equality conditions on these fields. */
    public boolean areAll(Collection<String> fields) {
        return complete && values.size() == fields.size() && values.keySet().containsAll(fields);
    }

    static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof ObjectId || value instanceof Boolean
                || value instanceof Instant || value instanceof UUID || value instanceof BinData;
    }

    /**
     * The tuples of an index with these keys that can match; empty if a key has no condition, or several keys have more than one
     * value.
     */
    public Optional<List<KeyValue>> tuples(List<String> keys) {
        if (!values.keySet().containsAll(keys)) {
            return Optional.empty();
        }
        if (keys.size() == 1) {
            return Optional.of(values.get(keys.get(0)).stream().map(value -> new KeyValue(List.of(value))).toList());
        }
        List<Collection<?>> columns = keys.stream().<Collection<?>>map(values::get).toList();
        return columns.stream().allMatch(column -> column.size() == 1)
                ? Optional.of(List.of(new KeyValue(columns.stream().map(column -> (Object) column.iterator().next()).toList())))
                : Optional.empty();
    }
}
