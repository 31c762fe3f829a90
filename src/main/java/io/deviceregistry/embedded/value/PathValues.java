package io.deviceregistry.embedded.value;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** The values that a condition on a dotted path is tested with: the values at the path and, for an array, also its elements. */
public final class PathValues {

    private PathValues() {
    }

    /** A missing value is not tested. */
    public static boolean anyMatches(Document document, String path, Predicate<Object> condition) {
        return anyMatches(document, path.split("\\.", -1), 0, condition);
    }

    private static boolean anyMatches(Object at, String[] path, int depth, Predicate<Object> condition) {
        if (depth == path.length) {
            return !(at instanceof Missing)
                    && (condition.test(at) || at instanceof Collection<?> items && items.stream().anyMatch(condition));
        }
        if (at instanceof Document fields) {
            return anyMatches(fields.getOrMissing(path[depth]), path, depth + 1, condition);
        }
        if (at instanceof List<?> items) {
            return isIndex(path[depth]) && Integer.parseInt(path[depth]) < items.size()
                    && anyMatches(items.get(Integer.parseInt(path[depth])), path, depth + 1, condition)
                    || items.stream().anyMatch(item -> item instanceof Document && anyMatches(item, path, depth, condition));
        }
        return false;
    }

    private static boolean isIndex(String step) {
        return !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
