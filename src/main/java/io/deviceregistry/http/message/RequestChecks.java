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

/** Refuses requests with a head that is malformed, or that a proxy might read differently, before anything else happens. */
@Singleton
public final class RequestChecks implements Handler<RoutingContext> {

    private static final AttributeKey<Boolean> REFUSED = AttributeKey.valueOf(RequestChecks.class, "refused");
    private static final String HOST = "Host";

    private final Problems problems;

    RequestChecks(Problems problems) {
        this.problems = problems;
    }

    /** As a handler of a router: calls the next handler, or ends the request. */
    @Override
    public void handle(RoutingContext context) {
        if (passes(context)) {
            context.next();
        }
    }

    /** Returns whether the request may continue; otherwise ends it with a problem. */
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
                throw RequestTarget.badPath("The path or the query contains a percent-encoding that is not UTF-8");
            }
            FrameworkRoutes.check(request);
            return true;
        } catch (ProblemException malformed) {
            problems.end(context, malformed);
            // Discards the body, so that the connection can be reused.
            request.resume();
            return false;
        }
    }

    /**
     * Ends the request and closes the connection. Data that arrived after this request is discarded.
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

    /** Ends the request if its body is malformed, for example its chunks; does nothing if the caller closed the connection. */
    public void refuseIfMalformed(RoutingContext context, Throwable failure) {
        if (failure instanceof DecoderException || failure instanceof IllegalArgumentException) {
            refuseAndClose(context, ProblemException.badRequest("The chunks of the body are malformed"));
        }
    }

    /** Whether an earlier request was refused in such a way that the start of this one is unknown. */
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
            throw ProblemException.badRequest(HOST, "must be given exactly once, as host or host:port");
        }
    }

    private static void checkPath(String path) {
        if (AmbiguousPath.is(path)) {
            throw RequestTarget
                    .badPath("The path must not contain ';', '//', '..', a segment '.', a backslash, a control character,"
                            + " or a percent-encoded separator, letter or digit");
        }
    }
}
