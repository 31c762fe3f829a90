package io.deviceregistry.http.connection;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Closes a connection in the two steps of RFC 9112, section 9.6. A caller that is still sending would otherwise get a reset, and
 * lose the answer that tells it why.
 */
final class LingeringClose {

    private static final long LINGER_SECONDS = 2;

    private boolean closing;

    /** Whether all that comes is to be thrown away. */
    boolean isClosing() { return closing; }

    /** @param allRead whether nothing more is expected from the caller */
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
        // TLS has no half that could be closed.
        if (context.channel() instanceof DuplexChannel duplex && context.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
        context.executor().schedule(() -> {
            context.close();
        }, LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
