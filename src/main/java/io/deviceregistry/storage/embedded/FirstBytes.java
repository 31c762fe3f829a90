package io.deviceregistry.storage.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Closes a connection that sends more than a driver needs to log in. It leaves the pipeline when the connection is known. */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    private static final int MOST = 8 << 10;

    private int received;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
        }
        if (received > MOST) {
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            context.fireChannelRead(message);
        }
    }
}
