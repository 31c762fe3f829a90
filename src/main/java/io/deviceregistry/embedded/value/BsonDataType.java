package io.deviceregistry.embedded.value;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Encodes keys and values of maps as BSON: one byte for the type, then the value as in BSON. Two types are not part of BSON: a
 * missing value and a tuple of index keys. Needs neither reflection nor Java serialization.
 */
public class BsonDataType extends BasicDataType<Object> {

    static final byte DOCUMENT = 0x03;
    private static final byte MISSING = 0x60;
    private static final byte TUPLE = 0x61;
    private static final int SCRATCH_BYTES = 4_096;

    private final ByteBuf scratch = Unpooled.buffer(SCRATCH_BYTES);

    @Override
    public int compare(Object a, Object b) {
        return KeyOrder.INSTANCE.compare(a, b);
    }

    @Override
    public Object[] createStorage(int size) {
        return new Object[size];
    }

    /** A commit writes hundreds of keys: a buffer for each would be a third of the allocations of a request. */
    @Override
    public void write(WriteBuffer target, Object value) {
        synchronized (scratch) {
            encode(value, scratch.clear());
            target.put(scratch.array(), scratch.arrayOffset(), scratch.readableBytes());
            if (scratch.capacity() > SCRATCH_BYTES) {
                scratch.capacity(SCRATCH_BYTES);
            }
        }
    }

    @Override
    public Object read(ByteBuffer source) {
        ByteBuf bytes = Unpooled.wrappedBuffer(source);
        Object value = decode(bytes);
        source.position(source.position() + bytes.readerIndex());
        return value;
    }

    private static void encode(Object value, ByteBuf out) {
        if (value instanceof Missing) {
            out.writeByte(MISSING);
        } else if (value instanceof KeyValue tuple) {
            out.writeByte(TUPLE).writeByte(tuple.size());
            tuple.forEach(element -> encode(element, out));
        } else {
            byte type = BsonEncoder.determineType(value);
            out.writeByte(type);
            BsonEncoder.encodeValue(type, value, out);
        }
    }

    private static Object decode(ByteBuf in) {
        byte type = in.readByte();
        if (type == MISSING) {
            return Missing.getInstance();
        } else if (type != TUPLE) {
            return BsonDecoder.decodeValue(type, in);
        }
        int size = in.readUnsignedByte();
        List<Object> elements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            elements.add(decode(in));
        }
        return new KeyValue(elements);
    }

    /** Determines what the cache keeps and where a page is split. */
    @Override
    public int getMemory(Object value) {
        return memoryOf(value);
    }

    /** An estimate of the heap size of a value in bytes. */
    static int memoryOf(Object value) {
        if (value instanceof String text) {
            return 48 + text.length();
        } else if (value instanceof Map<?, ?> map) {
            int sum = 80;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += 48 + memoryOf(entry.getKey()) + memoryOf(entry.getValue());
            }
            return sum;
        } else if (value instanceof Collection<?> list) {
            return memoryOfAll(list);
        } else if (value instanceof KeyValue tuple) {
            return 24 + memoryOfAll(tuple);
        } else if (value instanceof BinData data) {
            return 40 + data.getData().length;
        }
        return 32;
    }

    private static int memoryOfAll(Iterable<?> elements) {
        int sum = 40;
        for (Object element : elements) {
            sum += 8 + memoryOf(element);
        }
        return sum;
    }
}
