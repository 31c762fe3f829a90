package io.deviceregistry.embedded.wire;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Passes on only a few small, well-formed messages: what a driver needs to log in. The library's decoder would allocate as much
 * memory as the length field of a message says. This decoder leaves the pipeline when the connection is authenticated.
 */
final class LoginMessageDecoder extends ByteToMessageDecoder {

    private static final int MOST_BYTES = 8 << 10;
    private static final int HEADER_BYTES = 16;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;

    private int received;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        int length = in.getIntLE(in.readerIndex());
        if (length <= HEADER_BYTES || length > MOST_BYTES - received) {
            refuse(context, in);
        } else if (in.readableBytes() >= length) {
            received += length;
            if (isWellFormed(in.slice(in.readerIndex(), length))) {
                out.add(in.readRetainedSlice(length));
            } else {
                refuse(context, in);
            }
        }
    }

    private static void refuse(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        context.close();
    }

    private static boolean isWellFormed(ByteBuf message) {
        try {
            int operation = message.skipBytes(HEADER_BYTES - Integer.BYTES).readIntLE();
            if (operation == OP_QUERY) {
                // Flags, the name of the collection, the numbers to skip and to return.
                message.skipBytes(Integer.BYTES);
                BsonShape.skipName(message);
                message.skipBytes(2 * Integer.BYTES);
            } else if (operation != OP_MSG || message.readIntLE() != 0 || message.readByte() != 0) {
                return false;
            }
            return BsonShape.skipDocument(message) && !message.isReadable();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }
}
