package io.deviceregistry.embedded.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A total order of all keys: by type in MongoDB's order of types, then by value. Numbers are compared by value, whatever their
 * type. The order is part of the file format: changing it requires a new format version.
 */
public final class KeyOrder implements Comparator<Object> {

    public static final KeyOrder INSTANCE = new KeyOrder();
    /** Not a key, but greater than all keys: ends a range of tuples with the same prefix. */
    public static final Object AFTER_ALL = new Object();

    /** The bits that are set in decimals that are infinite or not a number. */
    private static final long DECIMAL_SPECIAL = 0x7800_0000_0000_0000L;

    private KeyOrder() {
    }

    @Override
    public int compare(Object a, Object b) {
        if (a == b) {
            return 0;
        }
        int kind = kind(a);
        int byKind = Integer.compare(kind, kind(b));
        return byKind != 0 ? byKind : compareSameKind(kind, a, b);
    }

    /** Whether MongoDB compares these values with each other in a filter; NaN is comparable only with NaN. */
    public static boolean isSameKind(Object a, Object b) {
        return kind(a) == kind(b) && isNaN(a) == isNaN(b);
    }

    private static boolean isNaN(Object value) {
        return value instanceof Number number && Double.isNaN(number.doubleValue());
    }

    private static int kind(Object value) {
        if (Missing.isNullOrMissing(value)) {
            return 0;
        } else if (value instanceof Number) {
            return 1;
        } else if (value instanceof String) {
            return 2;
        } else if (value instanceof Document) {
            return 3;
        } else if (value instanceof Collection) {
            return 4;
        } else if (value instanceof UUID) {
            return 5;
        } else if (value instanceof ObjectId) {
            return 6;
        } else if (value instanceof Boolean) {
            return 7;
        } else if (value instanceof Instant) {
            return 8;
        } else if (value instanceof KeyValue) {
            return 9;
        } else if (value == AFTER_ALL) {
            return Integer.MAX_VALUE;
        }
        return 0x100 + (BsonEncoder.determineType(value) & 0xFF);
    }

    private int compareSameKind(int kind, Object a, Object b) {
        return switch (kind) {
            case 0 -> 0;
            case 1 -> compareNumbers((Number) a, (Number) b);
            case 2 -> ((String) a).compareTo((String) b);
            case 3 -> compareDocuments((Document) a, (Document) b);
            case 4 -> compareAll(((Collection<?>) a).iterator(), ((Collection<?>) b).iterator());
            case 5 -> ((UUID) a).compareTo((UUID) b);
            case 6 -> ((ObjectId) a).compareTo((ObjectId) b);
            case 7 -> ((Boolean) a).compareTo((Boolean) b);
            case 8 -> ((Instant) a).compareTo((Instant) b);
            case 9 -> compareAll(((KeyValue) a).iterator(), ((KeyValue) b).iterator());
            default -> compareEncoded(a, b);
        };
    }

    private static int compareNumbers(Number a, Number b) {
        int rough = Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);
        if (rough != 0 || (a instanceof Double && b instanceof Double)) {
            return rough;
        }
        // A finite decimal may be infinite as a double.
        if (isFinite(a) && isFinite(b)) {
            return exact(a).compareTo(exact(b));
        }
        int sign = a.doubleValue() > 0 ? 1 : -1;
        return Integer.compare(isFinite(a) ? 0 : sign, isFinite(b) ? 0 : sign);
    }

    private static boolean isFinite(Number number) {
        return number instanceof Decimal128 decimal
                ? (decimal.getHigh() & DECIMAL_SPECIAL) != DECIMAL_SPECIAL
                : Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return new BigDecimal(number.doubleValue());
        }
        // Decimal128.toBigDecimal refuses a negative zero; its text does not.
        return number instanceof Decimal128 ? new BigDecimal(number.toString()) : BigDecimal.valueOf(number.longValue());
    }

    private int compareDocuments(Document a, Document b) {
        Iterator<Map.Entry<String, Object>> left = a.entrySet().iterator();
        Iterator<Map.Entry<String, Object>> right = b.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<String, Object> x = left.next();
            Map.Entry<String, Object> y = right.next();
            int order = Integer.compare(kind(x.getValue()), kind(y.getValue()));
            order = order != 0 ? order : x.getKey().compareTo(y.getKey());
            order = order != 0 ? order : compare(x.getValue(), y.getValue());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private int compareAll(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            int order = compare(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private static int compareEncoded(Object a, Object b) {
        return encoded(a).compareTo(encoded(b));
    }

    private static ByteBuf encoded(Object value) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeValue(BsonEncoder.determineType(value), value, bytes);
        return bytes;
    }
}
