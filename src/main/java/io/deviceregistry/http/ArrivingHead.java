package io.deviceregistry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts what a connection has sent of a head that is not complete, from the moment when the connection is opened. The first handler
 * of its pipeline.
 */
final class ArrivingHead extends ChannelInboundHandlerAdapter {

    /** A header as the parser keeps it. */
    private static final int PER_BYTE = 4;

    private final MemoryBudget memory;
    private MemoryBudget.Share share;
    private long bytes;
    private boolean expected = true;

    ArrivingHead(MemoryBudget memory) {
        this.memory = memory;
    }

    /** All of the head has arrived; what follows is its body. */
    static void arrived(Channel channel) {
        ArrivingHead head = channel.pipeline().get(ArrivingHead.class);
        if (head != null) {
            head.expected = false;
            head.reset();
        }
    }

    /** The next head may come. */
    static void expect(Channel channel) {
        ArrivingHead head = channel.pipeline().get(ArrivingHead.class);
        if (head != null) {
            head.expected = true;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (expected && message instanceof ByteBuf part) {
            bytes += part.readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        // Nearly every head arrives at once, and is not counted at all.
        if (expected && bytes > 0) {
            if (share == null) {
                share = memory.open(PeerAddress.of(context.channel()), context.channel()::close);
            }
            share.resize(bytes * PER_BYTE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        reset();
        context.fireChannelInactive();
    }

    private void reset() {
        bytes = 0;
        if (share != null) {
            share.close();
            share = null;
        }
    }
}
