package io.deviceregistry.persistence.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.bson.Document;
import org.bson.types.Decimal128;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts the JSON of users to BSON and back, without loss: names are escaped, numbers keep their value. */
public final class JsonDocuments {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonDocuments() {
    }

    public static Document toDocument(ObjectNode object) {
        Document document = new Document();
        object.properties().forEach(member -> document.append(KeyEscape.escape(member.getKey()), toBson(member.getValue())));
        return document;
    }

    /** Whether both have the same stored form, apart from the order of members; {@code 1} and {@code 1.0} differ. */
    public static boolean isSame(JsonNode one, JsonNode other) {
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        return switch (one.getNodeType()) {
            case OBJECT -> one.properties().stream()
                    .allMatch(member -> other.has(member.getKey()) && isSame(member.getValue(), other.get(member.getKey())));
            case ARRAY -> IntStream.range(0, one.size()).allMatch(i -> isSame(one.get(i), other.get(i)));
            case NUMBER -> Objects.equals(toNumber(one), toNumber(other));
            default -> one.equals(other);
        };
    }

    /** @param value checked by {@link #isRepresentable(JsonNode)} */
    public static Object toBson(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> toDocument((ObjectNode) value);
            case ARRAY -> {
                List<Object> items = new ArrayList<>(value.size());
                value.forEach(item -> items.add(toBson(item)));
                yield items;
            }
            case NUMBER -> toNumber(value);
            case BOOLEAN -> value.booleanValue();
            case STRING -> value.textValue();
            default -> null;
        };
    }

    /** Whether BSON can represent exactly this value: as a long, a double, or a decimal with 34 digits. */
    public static boolean isRepresentable(JsonNode number) {
        return toNumber(number) != null;
    }

    private static Object toNumber(JsonNode number) {
        if (number.canConvertToLong() && number.isIntegralNumber()) {
            return number.longValue();
        }
        BigDecimal exact = number.decimalValue();
        double nearest = exact.doubleValue();
        if (!number.isIntegralNumber() && Double.isFinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            return nearest;
        }
        try {
            return new Decimal128(exact);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    public static ObjectNode toJson(Map<String, Object> document) {
        ObjectNode object = NODES.objectNode();
        if (document != null) {
            document.forEach((key, value) -> object.set(KeyEscape.unescape(key), toNode(value)));
        }
        return object;
    }

    @SuppressWarnings("unchecked")
    private static JsonNode toNode(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Map<?, ?> map) {
            return toJson((Map<String, Object>) map);
        }
        if (value instanceof Iterable<?> items) {
            ArrayNode array = NODES.arrayNode();
            for (Iterator<?> iterator = items.iterator(); iterator.hasNext();) {
                array.add(toNode(iterator.next()));
            }
            return array;
        }
        if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        if (value instanceof Decimal128 decimal) {
            return fromDecimal(decimal.bigDecimalValue());
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Number number) {
            return NODES.numberNode(number.longValue());
        }
        return NODES.textNode(value.toString());
    }

    private static JsonNode fromDecimal(BigDecimal decimal) {
        // An exponent is kept: written out, a few bytes could become thousands of digits.
        return decimal.scale() == 0 ? NODES.numberNode(decimal.unscaledValue()) : NODES.numberNode(decimal);
    }
}
