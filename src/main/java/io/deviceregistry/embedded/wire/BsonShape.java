package io.deviceregistry.embedded.wire;

import io.netty.buffer.ByteBuf;

/** Checks that bytes are BSON of limited depth, without decoding them. */
final class BsonShape {

    private static final int MOST_DEEP = 16;

    private BsonShape() {
    }

    /**
     * Skips one document; false when the bytes are not a document.
     *
     * @throws IndexOutOfBoundsException if it extends beyond the end
     */
    static boolean skipDocument(ByteBuf in) {
        return skipDocument(in, 0);
    }

    /** Skips bytes up to and including the next zero byte. */
    static void skipName(ByteBuf in) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IndexOutOfBoundsException("a name is not terminated");
        }
        in.skipBytes(length + 1);
    }

    private static boolean skipDocument(ByteBuf in, int depth) {
        int start = in.readerIndex();
        int length = in.readIntLE();
        if (depth > MOST_DEEP || length <= Integer.BYTES || length > in.writerIndex() - start) {
            return false;
        }
        for (byte type = in.readByte(); type != 0; type = in.readByte()) {
            skipName(in);
            if (!skipValue(in, type, depth)) {
                return false;
            }
        }
        return in.readerIndex() == start + length;
    }

    private static boolean skipValue(ByteBuf in, byte type, int depth) {
        switch (type) {
            // Strings: the length includes the zero byte at the end.
            case 0x02 -> {
                int length = in.readIntLE();
                in.skipBytes(length - 1);
                return length > 0 && in.readByte() == 0;
            }
            case 0x03, 0x04 -> {
                return skipDocument(in, depth + 1);
            }
            case 0x05 -> in.skipBytes(in.readIntLE() + 1);
            case 0x07 -> in.skipBytes(12);
            case 0x08 -> in.skipBytes(1);
            case 0x0A -> {
                // Null has no bytes.
            }
            case 0x10 -> in.skipBytes(Integer.BYTES);
            case 0x01, 0x09, 0x11, 0x12 -> in.skipBytes(Long.BYTES);
            default -> {
                return false;
            }
        }
        return true;
    }
}
