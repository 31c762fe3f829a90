package io.deviceregistry.embedded.query;

import java.util.Collection;
import java.util.function.BiConsumer;

import de.bwaldvogel.mongo.bson.Document;

/**
 * The conditions on fields that every matching document must fulfil: those at the top level of the filter and within
 * {@code $and}.
 */
final class FieldConditions {

    private FieldConditions() {
    }

    /**
     * @param taker called with each field and its condition
     * @param other called with each other part of the filter, such as {@code $or}
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
