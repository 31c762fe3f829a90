package io.deviceregistry.http.connection;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Vert.x's decoder with strict chunk sizes: only an extension may follow the size (RFC 9112, section 7.1). Netty ignores blanks
 * before the size, and everything after a blank or a control character. It also normalizes what Vert.x compares as a whole: the
 * version, of which a later minor one is HTTP/1.1 (RFC 9110, section 2.5), and a {@code Connection} with {@code close} and other
 * options (RFC 9112, section 9.6).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final int HEX = 16;
    private static final int LINE_END = 2;
    private static final long NO_CHUNKS = -1;

    /** The number of bytes before the line with the size of the next chunk. */
    private long untilSize = NO_CHUNKS;
    private boolean malformed;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (untilSize == 0) {
            int length = buffer.bytesBefore((byte) '\n');
            malformed |= length >= 0 && !readSize(buffer, length);
        }
        if (malformed) {
            refuse(buffer, out);
            return;
        }
        int readable = buffer.readableBytes();
        int known = out.size();
        super.decode(context, buffer, out);
        HttpRequest request = out.size() > known && out.get(known) instanceof HttpRequest head ? head : null;
        if (request != null) {
            normalize(request);
        }
        if (untilSize > 0) {
            untilSize -= readable - buffer.readableBytes();
        } else if (request != null && request.decoderResult().isSuccess() && HttpUtil.isTransferEncodingChunked(request)) {
            untilSize = 0;
        }
    }

    private static void normalize(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() == 1 && version.minorVersion() > 1) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        HttpHeaders headers = request.headers();
        if (headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /** Checks the line that ends after this many bytes. */
    private boolean readSize(ByteBuf buffer, int length) {
        long size = 0;
        int digits = 0;
        while (digits < length && Character.digit(buffer.getByte(buffer.readerIndex() + digits), HEX) >= 0) {
            // Netty refuses a size that is too large.
            size = Math.min(size * HEX + Character.digit(buffer.getByte(buffer.readerIndex() + digits), HEX),
                    Integer.MAX_VALUE);
            digits++;
        }
        int next = digits;
        while (next < length && isBlank(buffer.getByte(buffer.readerIndex() + next))) {
            next++;
        }
        byte end = buffer.getByte(buffer.readerIndex() + next);
        untilSize = size == 0 ? NO_CHUNKS : length + 1 + size + LINE_END;
        return digits > 0 && (end == ';' || next == digits && end == '\r');
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    /** Discards all further input. */
    private void refuse(ByteBuf buffer, List<Object> out) {
        buffer.skipBytes(buffer.readableBytes());
        if (untilSize != Long.MIN_VALUE) {
            untilSize = Long.MIN_VALUE;
            LastHttpContent failed = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            failed.setDecoderResult(DecoderResult.failure(new CorruptedFrameException("malformed chunk size")));
            out.add(failed);
        }
    }
}
