package io.deviceregistry.http.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;

/**
 * Vert.x's JDK transport with a {@link StrictRequestDecoder} for HTTP connections. Vert.x loads it as a service, because
 * {@code quarkus.vertx.prefer-native-transport} makes it look for one; there is no other way to replace the decoder.
 */
@RegisterForReflection
public final class StrictTransport extends JDKTransport {

    private static final String DECODER = "httpDecoder";

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        DecoderLimits limits = Arc.container().instance(DecoderLimits.class).get();
        bootstrap.handler(new ChannelInboundHandlerAdapter() {

            @Override
            public void channelRead(ChannelHandlerContext context, Object accepted) {
                ((Channel) accepted).pipeline().addLast(new DecoderExchange(limits));
                context.fireChannelRead(accepted);
            }
        });
    }

    /** Waits for the first HTTP bytes, when the decoder has been added: with TLS this is after the handshake. */
    private static final class DecoderExchange extends ChannelInboundHandlerAdapter {

        private final DecoderLimits limits;

        private DecoderExchange(DecoderLimits limits) {
            this.limits = limits;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            if (pipeline.get(DECODER) != null) {
                pipeline.replace(DECODER, DECODER, limits.newDecoder());
                pipeline.remove(this);
            } else if (pipeline.last() != this) {
                // By then, handlers such as TLS are before this one, and HTTP handlers after it.
                pipeline.remove(this);
                pipeline.addLast(new DecoderExchange(limits));
            }
            context.fireChannelRead(bytes);
        }
    }
}
