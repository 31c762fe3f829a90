package io.deviceregistry.http.connection;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Sits between the HTTP codec of a connection and the server, and passes on one request at a time. The next request waits
 * undecoded until the previous response is written and the caller has read enough of it. It adds {@code Date} to responses, and
 * closes the connection after a response with {@code Connection: close}.
 */
final class ConnectionGate extends ChannelDuplexHandler {

    /** The memory in bytes of a connection in addition to an unread response. */
    private static final long CONNECTION_BYTES = 8_192;
    /** The largest read buffer in bytes, which contains requests that are not decoded yet. */
    private static final long UNDECODED_BYTES = 65_536;

    private final HttpDate date;
    private final UnreadResponse unread;
    private final LingeringClose lingering = new LingeringClose();
    private final Queue<Object> held = new ArrayDeque<>(2);
    private ChannelHandlerContext decoderContext;
    private HttpRequestDecoder decoder;
    private String address = "unknown";
    private boolean readingPaused;
    private boolean answerOwed;
    private boolean requestComplete;
    private boolean passedThisTurn;
    private boolean releaseScheduled;
    private boolean closesAfterAnswer;

    /** @param withinRequest whether the gate is added while the server handles a request */
    ConnectionGate(HttpDate date, UnreadResponse unread, boolean withinRequest) {
        this.date = date;
        this.unread = unread;
        this.answerOwed = withinRequest;
        this.passedThisTurn = withinRequest;
    }

    /** Sets the address of the caller of the present request. */
    void setAddress(String address) { this.address = address; }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        decoderContext = context.pipeline().context(HttpRequestDecoder.class);
        decoder = (HttpRequestDecoder) decoderContext.handler();
        HeadTimeout.arrived(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (lingering.isClosing()) {
            ReferenceCountUtil.release(message);
        } else if (held.isEmpty() && (!(message instanceof HttpRequest) || isOpen(context) && !passedThisTurn)) {
            pass(context, message);
        } else {
            held.add(message);
            readingPaused = true;
            context.channel().config().setAutoRead(false);
        }
    }

    private boolean isOpen(ChannelHandlerContext context) {
        return !answerOwed && context.channel().isWritable();
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            answerOwed = true;
            passedThisTurn = true;
            requestComplete = false;
            HeadTimeout.arrived(context.channel());
            decoder.setSingleDecode(false);
        }
        boolean last = message instanceof LastHttpContent;
        context.fireChannelRead(message);
        if (last) {
            requestComplete = true;
            if (!answerOwed) {
                HeadTimeout.expect(context.channel());
            }
            // Reads at most one more message, only to know that there is one.
            decoder.setSingleDecode(true);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        endTurn(context);
    }

    private void endTurn(ChannelHandlerContext context) {
        passedThisTurn = false;
        if (!answerOwed) {
            decodeFreely(context);
        }
    }

    /** Passes on held messages, if any; otherwise lets the decoder decode more. */
    private void decodeFreely(ChannelHandlerContext context) {
        if (!held.isEmpty()) {
            scheduleRelease(context);
        } else if (!passedThisTurn) {
            decoder.setSingleDecode(false);
        }
    }

    private void scheduleRelease(ChannelHandlerContext context) {
        // Not immediately, so that connections take turns.
        if (!releaseScheduled) {
            releaseScheduled = true;
            context.executor().execute(() -> release(context));
        }
    }

    private void release(ChannelHandlerContext context) {
        releaseScheduled = false;
        if (context.isRemoved() || lingering.isClosing() || held.isEmpty() || !isOpen(context)) {
            return;
        }
        pass(context, held.poll());
        while (!held.isEmpty() && !requestComplete) {
            pass(context, held.poll());
        }
        if (held.isEmpty()) {
            decodeRest();
        }
        if (held.isEmpty() && readingPaused) {
            readingPaused = false;
            context.channel().config().setAutoRead(true);
        }
        context.fireChannelReadComplete();
        endTurn(context);
    }

    private void decodeRest() {
        try {
            decoder.channelRead(decoderContext, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            decoderContext.fireExceptionCaught(e);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                context.write(message, promise);
                return;
            }
            prepare(response);
        }
        if (message instanceof LastHttpContent) {
            ChannelPromise sent = promise.unvoid();
            context.write(message, sent);
            sent.addListener(future -> sent(context));
            answered(context);
        } else {
            context.write(message, promise);
        }
    }

    private void prepare(HttpResponse response) {
        // Vert.x repeats the version of the request (RFC 9112, section 2.3).
        if (response.protocolVersion() != HttpVersion.HTTP_1_0) {
            response.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        HttpHeaders headers = response.headers();
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set("Date", date.now());
        }
        closesAfterAnswer |= headers.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    private void answered(ChannelHandlerContext context) {
        answerOwed = false;
        if (requestComplete) {
            HeadTimeout.expect(context.channel());
        }
        if (!closesAfterAnswer) {
            decodeFreely(context);
        }
    }

    /** The response has been written to the socket. */
    private void sent(ChannelHandlerContext context) {
        if (!unread.isEmpty()) {
            updateUnread();
        }
        if (closesAfterAnswer && !context.isRemoved()) {
            dropHeld();
            lingering.start(context, requestComplete);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        updateUnread();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!unread.isEmpty()) {
            updateUnread();
        }
        context.fireChannelWritabilityChanged();
        if (isOpen(context) && !held.isEmpty()) {
            scheduleRelease(context);
        }
    }

    private void updateUnread() {
        unread.update(address, held.isEmpty() ? CONNECTION_BYTES : UNDECODED_BYTES);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        unread.close();
        dropHeld();
        context.fireChannelInactive();
    }

    private void dropHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
