package io.deviceregistry.embedded.value;

import java.nio.ByteBuffer;

import org.h2.mvstore.WriteBuffer;

/** Encodes values of maps, in the same format as {@link BsonDataType}, but does not decode large documents. */
public final class ValueDataType extends BsonDataType {

    @Override
    public void write(WriteBuffer target, Object value) {
        if (value instanceof EncodedDocument document) {
            document.write(target);
        } else {
            super.write(target, value);
        }
    }

    @Override
    public Object read(ByteBuffer source) {
        return EncodedDocument.isNext(source) ? EncodedDocument.read(source) : super.read(source);
    }

    @Override
    public int getMemory(Object value) {
        return value instanceof EncodedDocument document ? document.memory() : super.getMemory(value);
    }
}
