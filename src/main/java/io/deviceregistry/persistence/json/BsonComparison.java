package io.deviceregistry.persistence.json;

import org.bson.BsonReader;
import org.bson.BsonType;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares stored JSON with JSON of a request in one pass. The order of members does not matter, the order of elements does. */
final class BsonComparison {

    private final BsonReader stored;

    BsonComparison(BsonReader stored) {
        this.stored = stored;
    }

    /** Whether the object or array that comes next is the same. After a difference, the reader is of no further use. */
    boolean isSame(JsonNode container) {
        return container.isObject() ? isSameObject(container) : isSameArray(container);
    }

    private boolean isSameObject(JsonNode object) {
        int members = 0;
        stored.readStartDocument();
        while (stored.readBsonType() != BsonType.END_OF_DOCUMENT) {
            JsonNode member = object.get(KeyEscape.unescape(stored.readName()));
            if (member == null || !isSameValue(member)) {
                return false;
            }
            members++;
        }
        stored.readEndDocument();
        return members == object.size();
    }

    private boolean isSameArray(JsonNode array) {
        int elements = 0;
        stored.readStartArray();
        while (stored.readBsonType() != BsonType.END_OF_DOCUMENT) {
            if (elements == array.size() || !isSameValue(array.get(elements))) {
                return false;
            }
            elements++;
        }
        stored.readEndArray();
        return elements == array.size();
    }

    private boolean isSameValue(JsonNode value) {
        return switch (stored.getCurrentBsonType()) {
            case DOCUMENT -> value.isObject() && isSameObject(value);
            case ARRAY -> value.isArray() && isSameArray(value);
            case STRING -> value.isTextual() && value.textValue().equals(stored.readString());
            case BOOLEAN -> value.isBoolean() && value.booleanValue() == stored.readBoolean();
            case INT64 -> value.isNumber() && Long.valueOf(stored.readInt64()).equals(JsonValues.toNumber(value));
            case DOUBLE -> value.isNumber() && Double.valueOf(stored.readDouble()).equals(JsonValues.toNumber(value));
            case DECIMAL128 -> value.isNumber() && stored.readDecimal128().equals(JsonValues.toNumber(value));
            case NULL -> {
                stored.readNull();
                yield value.isNull();
            }
            default -> false;
        };
    }
}
