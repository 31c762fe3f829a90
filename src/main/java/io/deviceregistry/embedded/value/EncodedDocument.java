package io.deviceregistry.embedded.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.h2.mvstore.WriteBuffer;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A large document as BSON. Decoded, nested values need up to forty times the memory, so that a few documents would fill the
 * cache.
 */
public final class EncodedDocument {

    private static final int LARGE = 4_096;
    private static final int LARGE_IN_MEMORY = 16_384;
    private static final int HEADERS = 40;

    private final byte[] bson;

    private EncodedDocument(byte[] bson) {
        this.bson = bson;
    }

    /** The form in which a value is kept in memory. */
    public static Object compact(Object value) {
        if (!(value instanceof Document document) || BsonDataType.memoryOf(document) <= LARGE_IN_MEMORY) {
            return value;
        }
        ByteBuf bytes = Unpooled.buffer(LARGE);
        BsonEncoder.encodeDocument(document, bytes);
        byte[] bson = new byte[bytes.readableBytes()];
        bytes.readBytes(bson);
        return new EncodedDocument(bson);
    }

    /** The value of which this is the compact form. */
    public static Object expand(Object compact) {
        return compact instanceof EncodedDocument encoded
                ? BsonDecoder.decodeBson(Unpooled.wrappedBuffer(encoded.bson))
                : compact;
    }

    /** Whether a value that begins after its type is a large document. */
    static boolean isNext(ByteBuffer source) {
        return source.get(source.position()) == BsonDataType.DOCUMENT && length(source) > LARGE;
    }

    static EncodedDocument read(ByteBuffer source) {
        byte[] bson = new byte[length(source)];
        source.get();
        source.get(bson);
        return new EncodedDocument(bson);
    }

    private static int length(ByteBuffer source) {
        return source.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(source.position() + 1);
    }

    void write(WriteBuffer target) {
        target.put(BsonDataType.DOCUMENT).put(bson);
    }

    int memory() {
        return HEADERS + bson.length;
    }
}
