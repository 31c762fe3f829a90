package io.deviceregistry.embedded.query;

import java.util.Collection;
import java.util.function.BiConsumer;

import de.bwaldvogel.mongo.bson.Document;

/** What all documents that match a filter must fulfil, field by field: its members at the top level and within {@code $and}. */
final class FieldConditions {

    private FieldConditions() {
    }

    /**
     * @param taker of each field and its condition
     * @param other told of each part of the filter that is of another kind, such as {@code $or}
     */
    static void forEach(Document filter, BiConsumer<String, Object> taker, Runnable other) {
        filter.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> parts
                    && parts.stream().allMatch(Document.class::isInstance)) {
                parts.forEach(part -> forEach((Document) part, taker, other));
            } else if (field.startsWith("$")) {
                other.run();
            } else {
                taker.accept(field, condition);
            }
        });
    }
}
