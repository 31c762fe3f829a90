package io.deviceregistry.http.message;

import java.util.List;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.Problems;
import io.netty.handler.codec.DecoderException;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Refuses requests whose head is malformed, or would be read in another way by a proxy, before anything else is done. */
@Singleton
public final class RequestChecks implements Handler<RoutingContext> {

    private static final AttributeKey<Boolean> REFUSED = AttributeKey.valueOf(RequestChecks.class, "refused");
    private static final String HOST = "Host";

    private final Problems problems;

    RequestChecks(Problems problems) {
        this.problems = problems;
    }

    /** For a router of its own: goes on with the next handler, or answers. */
    @Override
    public void handle(RoutingContext context) {
        if (passes(context)) {
            context.next();
        }
    }

    /** Whether the request may go on; if not, it is answered. */
    public boolean passes(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            MessageFraming.check(request);
        } catch (ProblemException malformed) {
            refuseAndClose(context, malformed);
            return false;
        }
        try {
            RequestTarget.check(request.uri());
            checkHost(request);
            checkPath(request.path());
            if (!Utf8Escapes.areValid(request.uri())) {
                throw RequestTarget.badPath("The path or the query holds an escape that is not UTF-8");
            }
            FrameworkRoutes.check(request);
            return true;
        } catch (ProblemException malformed) {
            problems.end(context, malformed);
            // A body goes nowhere, so that the connection can be used again.
            request.resume();
            return false;
        }
    }

    /**
     * Answers, and closes the connection. Whatever arrived on it behind this request is served by nobody.
     *
     * @see #isRefused
     */
    void refuseAndClose(RoutingContext context, ProblemException refused) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            connection.channel().attr(REFUSED).set(true);
            problems.end(context, refused.header("Connection", "close"));
            // A malformed body closes the channel as soon as it is reported.
            connection.channelHandlerContext().flush();
            connection.close();
        } else {
            problems.end(context, refused);
        }
    }

    /** Answers when the body is malformed, for example by its chunks; a caller that went away has nobody to answer. */
    public void refuseIfMalformed(RoutingContext context, Throwable failure) {
        if (failure instanceof DecoderException || failure instanceof IllegalArgumentException) {
            refuseAndClose(context, ProblemException.badRequest("The chunks of the body are malformed"));
        }
    }

    /** Whether an earlier request was refused so that nobody knows where this one begins. */
    public boolean isRefused(RoutingContext context) {
        return context.request().connection() instanceof ConnectionBase connection
                && connection.channel().hasAttr(REFUSED);
    }

    private static void checkHost(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HOST);
        if (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
            return;
        }
        if (hosts.size() != 1 || HostHeader.parse(hosts.get(0)).isEmpty()) {
            throw ProblemException.badRequest(HOST, "must be there once, as host or host:port");
        }
    }

    private static void checkPath(String path) {
        if (AmbiguousPath.is(path)) {
            throw RequestTarget.badPath("A path may not hold ';', '//', '..', a segment '.', a backslash, a control character,"
                    + " an escaped separator, or an escaped letter or digit");
        }
    }
}
