package io.deviceregistry.embedded.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.NumericUtils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.ConflictingUpdateOperatorsException;
import de.bwaldvogel.mongo.exception.TypeMismatchException;
import io.deviceregistry.embedded.value.ChangedDocument;

/**
 * An update of {@code $set}, {@code $unset} and {@code $inc}. The library can apply these too, but it skips values that equal the
 * stored one as a double, compares every path with every other one, and copies the whole document several times.
 */
public final class FieldUpdates {

    private static final Set<String> OPERATORS = Set.of("$set", "$unset", "$inc", "$setOnInsert");

    private record Change(String operator, String[] path, Object value) {
    }

    private final List<Change> changes = new ArrayList<>();

    private FieldUpdates() {
    }

    /**
     * @return empty for an update with other operators, array positions or {@code _id}
     * @throws ConflictingUpdateOperatorsException if one path equals another one or is a prefix of it
     */
    public static Optional<FieldUpdates> of(Object update) {
        FieldUpdates updates = new FieldUpdates();
        return update instanceof Document operators && !operators.isEmpty()
                && operators.entrySet().stream().allMatch(entry -> updates.add(entry.getKey(), entry.getValue()))
                        ? Optional.of(updates.checked())
                        : Optional.empty();
    }

    private boolean add(String operator, Object fields) {
        return OPERATORS.contains(operator) && fields instanceof Document values
                && values.entrySet().stream().allMatch(entry -> add(operator, entry.getKey(), entry.getValue()));
    }

    private boolean add(String operator, String name, Object value) {
        String[] path = name.split("\\.", -1);
        for (String step : path) {
            if (step.isEmpty() || step.startsWith("$")) {
                return false;
            }
        }
        changes.add(new Change(operator, path, value));
        return !path[0].equals("_id") && !hasOperators(value) && (!operator.equals("$inc") || value instanceof Number);
    }

    /** Whether the value contains a name that the library rejects in stored documents. */
    private static boolean hasOperators(Object value) {
        if (value instanceof Document document) {
            return document.entrySet().stream().anyMatch(e -> e.getKey().startsWith("$") || hasOperators(e.getValue()));
        }
        return value instanceof Collection<?> items && items.stream().anyMatch(FieldUpdates::hasOperators);
    }

    private FieldUpdates checked() {
        Set<String> paths = new HashSet<>();
        for (Change change : changes) {
            String path = String.join(".", change.path());
            if (!paths.add(path)) {
                throw new ConflictingUpdateOperatorsException(path, path);
            }
        }
        for (String path : paths) {
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                if (paths.contains(path.substring(0, dot))) {
                    throw new ConflictingUpdateOperatorsException(path, path.substring(0, dot));
                }
            }
        }
        return this;
    }

    /** Applies the update. The result shares unchanged values with the given document, which is not modified. */
    public Document apply(Document before) {
        ChangedDocument after = new ChangedDocument(before);
        for (Change change : changes) {
            switch (change.operator()) {
                case "$set" -> after.set(change.path(), change.value());
                case "$unset" -> after.unset(change.path());
                case "$inc" -> after.set(change.path(), sum(after.get(change.path()), change));
                default -> {
                    // $setOnInsert has no effect on an existing document.
                }
            }
        }
        return after.document();
    }

    private static Number sum(Object present, Change change) {
        if (present instanceof Missing) {
            return (Number) change.value();
        }
        if (present instanceof Number number) {
            return NumericUtils.addNumbers(number, (Number) change.value());
        }
        throw new TypeMismatchException(
                "Cannot apply $inc to a value of non-numeric type: the field '" + String.join(".", change.path()) + "'");
    }
}
