package io.deviceregistry.http.connection;

import java.util.Iterator;

import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

import io.deviceregistry.http.admission.MemoryBudget;
import io.deviceregistry.http.body.BodyConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadEventLoop;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/**
 * Adds a handler to each connection as soon as it is accepted. The framework shows a connection only with its first complete
 * head, so this class hooks into the pipelines of the listening sockets, where Netty accepts connections.
 */
@Singleton
final class AcceptedConnections {

    private static final int PART_OF_HEAP = 16;
    private static final long SMALL_BYTES = 8_192;

    private final Vertx vertx;
    private final MemoryBudget memory;

    AcceptedConnections(Vertx vertx, BodyConfig limits) {
        this.vertx = vertx;
        this.memory = new MemoryBudget(limits.bodiesArriving().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP), SMALL_BYTES);
    }

    void started(@ObservesAsync HttpServerStart event) {
        watch();
    }

    void started(@ObservesAsync HttpsServerStart event) {
        watch();
    }

    private void watch() {
        ((VertxInternal) vertx).getAcceptorEventLoopGroup().forEach(loop -> {
            if (loop instanceof SingleThreadEventLoop acceptor) {
                acceptor.execute(() -> watch(acceptor.registeredChannelsIterator()));
            }
        });
    }

    private void watch(Iterator<Channel> listening) {
        listening.forEachRemaining(socket -> {
            if (socket.pipeline().get(Watcher.class) == null) {
                socket.pipeline().addFirst(new Watcher());
            }
        });
    }

    @Sharable
    private final class Watcher extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                connection.pipeline().addFirst(new HeadTimeout(memory));
            }
            context.fireChannelRead(accepted);
        }
    }
}
