package io.deviceregistry.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Connections of which each sends its next request when it has the answer to the one before. On one thread and with little between it
 * and the socket, because it takes the processors from the service that it measures.
 */
final class ClosedLoop implements AutoCloseable {

    private static final int OK = 200;

    private final NioEventLoopGroup thread = new NioEventLoopGroup(1);
    private final int port;
    private final Supplier<Call> calls;
    private final Load.Tally tally;
    private final long deadline;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int running;

    /** @param calls the next request; {@code null} when nothing is left */
    ClosedLoop(int port, Supplier<Call> calls, Load.Tally tally, long deadline) {
        this.port = port;
        this.calls = calls;
        this.tally = tally;
        this.deadline = deadline;
    }

    /** Completes when all have ended; fails when a connection breaks. */
    CompletableFuture<Void> start(int connections) {
        running = connections;
        Bootstrap bootstrap = new Bootstrap().group(thread).channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new Caller());
                    }
                });
        for (int i = 0; i < connections; i++) {
            bootstrap.connect("127.0.0.1", port).addListener(connected -> {
                if (!connected.isSuccess()) {
                    end.completeExceptionally(connected.cause());
                }
            });
        }
        return end;
    }

    @Override
    public void close() {
        // At once: what is still under way is of no use to anybody.
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One connection. */
    private final class Caller extends SimpleChannelInboundHandler<HttpObject> {

        private long sent;
        private int status;
        private boolean ended;
        private StringBuilder refusal;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            next(context);
        }

        private void next(ChannelHandlerContext context) {
            sent = System.nanoTime();
            Call call = sent < deadline ? calls.get() : null;
            if (call == null) {
                ended = true;
                context.channel().close();
                if (--running == 0) {
                    end.complete(null);
                }
                return;
            }
            context.writeAndFlush(request(call), context.voidPromise());
        }

        private DefaultFullHttpRequest request(Call call) {
            ByteBuf body = call.body() == null
                    ? Unpooled.EMPTY_BUFFER
                    : Unpooled.wrappedBuffer(call.body().getBytes(StandardCharsets.UTF_8));
            DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
                    HttpMethod.valueOf(call.method().name()), call.path(), body);
            request.headers().set(HttpHeaderNames.HOST, "127.0.0.1").set(HttpHeaderNames.USER_AGENT, Http.AGENT);
            if (call.token() != null) {
                request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + call.token());
            }
            if (call.body() != null) {
                request.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            }
            return request;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response) {
                status = response.status().code();
                refusal = status == OK ? null : new StringBuilder();
            }
            if (part instanceof HttpContent content && refusal != null) {
                refusal.append(content.content().toString(StandardCharsets.UTF_8));
            }
            if (part instanceof LastHttpContent) {
                if (refusal == null) {
                    tally.done(sent);
                } else {
                    tally.failed(status + " " + refusal);
                }
                next(context);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end.completeExceptionally(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!ended) {
                end.completeExceptionally(new IllegalStateException("the service closed a connection"));
            }
        }
    }
}
