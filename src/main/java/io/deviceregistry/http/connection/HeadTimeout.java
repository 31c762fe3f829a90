package io.deviceregistry.http.connection;

import io.deviceregistry.http.admission.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Limits the time and memory of incomplete request heads, from the moment when a connection is opened. The first handler of the
 * pipeline.
 */
final class HeadTimeout extends ChannelInboundHandlerAdapter {

    /** The memory in bytes of a header in the parser. */
    private static final int PER_BYTE = 4;
    private static final int UNCOUNTED_BYTES = 2_048;

    private final MemoryBudget memory;
    private MemoryBudget.Share share;
    private long bytes;
    private boolean expected = true;
    /** Set when others need the memory, perhaps on another event loop. */
    private volatile boolean revoked;

    HeadTimeout(MemoryBudget memory) {
        this.memory = memory;
    }

    /** The head is complete; its body follows. */
    static void arrived(Channel channel) {
        HeadTimeout head = channel.pipeline().get(HeadTimeout.class);
        if (head != null) {
            head.expected = false;
            head.reset();
        }
    }

    /** The next head may arrive. */
    static void expect(Channel channel) {
        HeadTimeout head = channel.pipeline().get(HeadTimeout.class);
        if (head != null) {
            head.expected = true;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (expected && message instanceof ByteBuf part) {
            bytes += part.readableBytes();
            if (bytes > UNCOUNTED_BYTES) {
                // Counted before parsing: in a flood, parsed heads would exhaust the memory before connections are closed.
                count(context.channel());
            }
        }
        if (revoked) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        // Nearly every head arrives in one piece, and is not counted at all.
        if (expected && bytes > 0) {
            count(context.channel());
        }
    }

    private void count(Channel channel) {
        if (share == null) {
            share = memory.open(PeerAddress.of(channel), () -> {
                revoked = true;
                channel.close();
            });
        }
        share.resize(bytes * PER_BYTE);
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
