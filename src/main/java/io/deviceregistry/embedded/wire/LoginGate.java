package io.deviceregistry.embedded.wire;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import de.bwaldvogel.mongo.wire.message.MongoReply;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;

/**
 * Blocks all commands until the connection has sent the password. Before that, it only answers the initial commands of a driver,
 * and closes connections that do not log in soon.
 */
final class LoginGate extends ChannelInboundHandlerAdapter {

    static final int LOGIN_TIMEOUT_SECONDS = 10;

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;

    private final MongoBackend backend;
    private final StorePassword password;
    private final UnauthenticatedConnections unauthenticated;
    private final LoginMessageDecoder messageDecoder;
    private Future<?> deadline;

    LoginGate(MongoBackend backend, StorePassword password, UnauthenticatedConnections unauthenticated,
            LoginMessageDecoder messageDecoder) {
        this.backend = backend;
        this.password = password;
        this.unauthenticated = unauthenticated;
        this.messageDecoder = messageDecoder;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        unauthenticated.add(context.channel());
        deadline = context.executor().schedule(() -> context.close(), LOGIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release(context);
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof MongoMessage request) {
            answer(context, request, request.getDocument());
        } else if (message instanceof MongoQuery request && request.getCollectionName().equals("$cmd")) {
            answer(context, request, request.getQuery());
        } else {
            context.close();
        }
    }

    private void answer(ChannelHandlerContext context, ClientRequest request, Document query) {
        String command = query.isEmpty() ? "" : query.keySet().iterator().next();
        switch (command.toLowerCase(Locale.ROOT)) {
            case "hello", "ismaster" -> {
                if (query.get("client") instanceof Document client && client.get("application") instanceof Document application
                        && password.isApplication(application.get("name"))) {
                    release(context);
                }
                reply(context, request, backend.handleCommand(context.channel(), "admin", "ismaster", query));
            }
            case "ping" -> reply(context, request, ok());
            case "saslstart" -> logIn(context, request, query);
            default -> reply(context, request, error(UNAUTHORIZED, "Unauthorized", "This command requires authentication"));
        }
    }

    private void logIn(ChannelHandlerContext context, ClientRequest request, Document query) {
        if ("PLAIN".equals(query.get("mechanism")) && query.get("payload") instanceof BinData payload
                && password.isShownBy(payload.getData())) {
            release(context);
            Document response = new Document("conversationId", 1).append("done", true).append("payload",
                    new BinData(new byte[0]));
            Utils.markOkay(response);
            reply(context, request, response);
            context.pipeline().remove(this);
        } else {
            reply(context, request, error(AUTHENTICATION_FAILED, "AuthenticationFailed", "Authentication failed"))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The connection is authenticated or closed: it needs no limits any more. */
    private void release(ChannelHandlerContext context) {
        unauthenticated.remove(context.channel());
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (context.pipeline().context(messageDecoder) != null) {
            context.pipeline().remove(messageDecoder);
        }
    }

    private static ChannelFuture reply(ChannelHandlerContext context, ClientRequest request, Document response) {
        MessageHeader header = new MessageHeader(0, request.getHeader().getRequestID());
        return context.writeAndFlush(request instanceof MongoMessage
                ? new MongoMessage(request.getChannel(), header, response)
                : new MongoReply(header, List.of(response), 0));
    }

    private static Document ok() {
        Document response = new Document();
        Utils.markOkay(response);
        return response;
    }

    private static Document error(int code, String name, String message) {
        return new Document("ok", 0.0).append("errmsg", message).append("code", code).append("codeName", name);
    }
}
