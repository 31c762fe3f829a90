package io.deviceregistry.persistence.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.types.Decimal128;

import com.fasterxml.jackson.databind.JsonNode;

/** Converts the JSON of users to BSON without loss: names are escaped, numbers keep their value. */
public final class JsonValues {

    private JsonValues() {
    }

    /** Whether BSON can represent exactly this value: as a long, a double, or a decimal with 34 digits. */
    public static boolean isRepresentable(JsonNode number) {
        return toNumber(number) != null;
    }

    /**
     * Returns the value as the driver takes it in filters and updates.
     *
     * @param value checked by {@link #isRepresentable(JsonNode)}
     */
    public static Object toBson(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                Document document = new Document();
                value.properties()
                        .forEach(member -> document.append(KeyEscape.escape(member.getKey()), toBson(member.getValue())));
                yield document;
            }
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

    /** Writes the same value as {@link #toBson(JsonNode)} returns, without a second tree of it. */
    static void write(JsonNode value, BsonWriter out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                out.writeStartDocument();
                value.properties().forEach(member -> {
                    out.writeName(KeyEscape.escape(member.getKey()));
                    write(member.getValue(), out);
                });
                out.writeEndDocument();
            }
            case ARRAY -> {
                out.writeStartArray();
                value.forEach(item -> write(item, out));
                out.writeEndArray();
            }
            case NUMBER -> writeNumber(toNumber(value), out);
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            case STRING -> out.writeString(value.textValue());
            default -> out.writeNull();
        }
    }

    private static void writeNumber(Number number, BsonWriter out) {
        if (number instanceof Long whole) {
            out.writeInt64(whole);
        } else if (number instanceof Double nearest) {
            out.writeDouble(nearest);
        } else {
            out.writeDecimal128((Decimal128) number);
        }
    }

    /** {@code null} if BSON cannot represent the number. */
    static Number toNumber(JsonNode number) {
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
}
