package io.deviceregistry.http.connection;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Closes a connection in two steps (RFC 9112, section 9.6). Otherwise a caller that is still sending would get a reset, and lose
 * the response that explains why.
 */
final class LingeringClose {

    private static final long LINGER_SECONDS = 2;

    private boolean closing;

    /** Whether all further input is discarded. */
    boolean isClosing() { return closing; }

    /** @param allRead whether the caller has sent everything */
    void start(ChannelHandlerContext context, boolean allRead) {
        if (closing) {
            return;
        }
        closing = true;
        if (allRead || !context.channel().isActive()) {
            context.close();
            return;
        }
        context.channel().config().setAutoRead(true);
        // TLS cannot be closed in one direction.
        if (context.channel() instanceof DuplexChannel duplex && context.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
        context.executor().schedule(() -> {
            context.close();
        }, LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
