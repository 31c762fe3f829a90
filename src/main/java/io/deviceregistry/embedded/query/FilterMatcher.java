package io.deviceregistry.embedded.query;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.deviceregistry.embedded.value.KeyOrder;
import io.deviceregistry.embedded.value.PathValues;

/**
 * Tests whether a document matches a filter. Values are compared exactly, as in {@link KeyOrder}, while the library compares
 * numbers as doubles. The library evaluates all other conditions.
 */
public final class FilterMatcher {

    private static final Set<String> COMPARISONS = Set.of("$eq", "$ne", "$in", "$nin", "$gt", "$gte", "$lt", "$lte");

    private final QueryMatcher library = new DefaultQueryMatcher();

    public boolean matches(Document document, Document filter) {
        for (Map.Entry<String, Object> entry : filter.entrySet()) {
            if (!matches(document, entry.getKey(), entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(Document document, String name, Object condition) {
        if (name.startsWith("$")) {
            return matchesAny(document, name, condition);
        }
        if (condition instanceof Document operators && !operators.isEmpty()
                && operators.keySet().iterator().next().startsWith("$")) {
            return matchesOperators(document, name, operators);
        }
        return isComparable(condition)
                ? anyIs(document, name, condition, order -> order == 0)
                : library.matches(document, new Document(name, condition));
    }

    private boolean matchesAny(Document document, String operator, Object condition) {
        if (condition instanceof Collection<?> parts && !parts.isEmpty()
                && parts.stream().allMatch(Document.class::isInstance)) {
            Predicate<Object> matches = part -> matches(document, (Document) part);
            switch (operator) {
                case "$and" -> {
                    return parts.stream().allMatch(matches);
                }
                case "$or" -> {
                    return parts.stream().anyMatch(matches);
                }
                case "$nor" -> {
                    return parts.stream().noneMatch(matches);
                }
                default -> {
                    // Left to the library, which evaluates or rejects it.
                }
            }
        }
        return library.matches(document, new Document(operator, condition));
    }

    private boolean matchesOperators(Document document, String path, Document operators) {
        Document others = new Document();
        for (Map.Entry<String, Object> entry : operators.entrySet()) {
            if (!COMPARISONS.contains(entry.getKey()) || !isComparable(entry.getKey(), entry.getValue())) {
                others.put(entry.getKey(), entry.getValue());
            } else if (!compares(document, path, entry.getKey(), entry.getValue())) {
                return false;
            }
        }
        return others.isEmpty() || library.matches(document, new Document(path, others));
    }

    private static boolean compares(Document document, String path, String operator, Object value) {
        return switch (operator) {
            case "$ne" -> !anyIs(document, path, value, order -> order == 0);
            case "$in" -> anyIn(document, path, (Collection<?>) value);
            case "$nin" -> !anyIn(document, path, (Collection<?>) value);
            case "$gt" -> anyIs(document, path, value, order -> order > 0);
            case "$gte" -> anyIs(document, path, value, order -> order >= 0);
            case "$lt" -> anyIs(document, path, value, order -> order < 0);
            case "$lte" -> anyIs(document, path, value, order -> order <= 0);
            default -> anyIs(document, path, value, order -> order == 0);
        };
    }

    private static boolean anyIn(Document document, String path, Collection<?> values) {
        return PathValues.anyMatches(document, path, candidate -> values.stream()
                .anyMatch(value -> is(candidate, value, order -> order == 0)));
    }

    private static boolean anyIs(Document document, String path, Object value, IntPredicate wanted) {
        return PathValues.anyMatches(document, path, candidate -> is(candidate, value, wanted));
    }

    private static boolean is(Object candidate, Object value, IntPredicate wanted) {
        return KeyOrder.isSameKind(candidate, value) && wanted.test(KeyOrder.INSTANCE.compare(candidate, value));
    }

    private static boolean isComparable(String operator, Object value) {
        return operator.endsWith("in")
                ? value instanceof List<?> values && values.stream().allMatch(FilterMatcher::isComparable)
                : isComparable(value);
    }

    /** Neither null, which equals a missing value, nor a pattern. */
    private static boolean isComparable(Object value) {
        return EqualityConditions.isPlain(value) || value instanceof Collection
                || value instanceof Document && !BsonRegularExpression.isRegularExpression(value);
    }
}
