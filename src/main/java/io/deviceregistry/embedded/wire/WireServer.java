package io.deviceregistry.embedded.wire;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Serves MongoDB's wire protocol on a free port of the loopback interface, to clients that show the password. The library's own
 * server cannot require authentication.
 */
public final class WireServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final int CLOSE_SECONDS = 5;

    private final StorePassword password = new StorePassword();
    private final UnauthenticatedConnections strangers = new UnauthenticatedConnections();
    private final MongoBackend backend;
    private final EventLoopGroup acceptor;
    private final EventLoopGroup worker;
    private final ChannelGroup clients;
    private final Channel listener;

    public WireServer(MongoBackend backend) {
        this.backend = backend;
        acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("mongo-server-boss", true));
        // One worker thread: with several, replies contained parts of a later write.
        worker = new NioEventLoopGroup(1, new DefaultThreadFactory("mongo-server-worker", true));
        clients = new DefaultChannelGroup("mongodb-channels", worker.next());
        try {
            listener = new ServerBootstrap().group(acceptor, worker).channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, Boolean.TRUE)
                    .childHandler(new ChannelInitializer<SocketChannel>() {

                        @Override
                        protected void initChannel(SocketChannel channel) {
                            serve(channel);
                        }
                    }).bind(new InetSocketAddress("127.0.0.1", 0)).syncUninterruptibly().channel();
        } catch (RuntimeException e) {
            stopThreads();
            throw e;
        }
    }

    private void serve(SocketChannel channel) {
        LoginMessageDecoder firstMessages = new LoginMessageDecoder();
        channel.pipeline().addLast(firstMessages, new MongoWireReplyEncoder(), new MongoWireMessageEncoder(),
                new MongoWireProtocolHandler(), new LoginGate(backend, password, strangers, firstMessages),
                new MongoDatabaseHandler(backend, clients), new MongoExceptionHandler());
    }

    /** For the MongoDB driver of this process; contains the password. */
    public String connectionString() {
        return password.connectionString(((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** Closes the connections after pending writes have finished. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        clients.close().syncUninterruptibly();
        stopThreads();
    }

    private void stopThreads() {
        acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        worker.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        acceptor.terminationFuture().syncUninterruptibly();
        worker.terminationFuture().syncUninterruptibly();
    }
}
