package io.deviceregistry.http.message;

import java.util.List;

import io.deviceregistry.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * Checks the framing of requests (RFC 9112, section 6). Netty refuses repeated or malformed lengths, a length together with a
 * transfer coding, and malformed chunks. This class refuses what a proxy might read differently from Netty, so that both would
 * disagree about where the next request begins (request smuggling). Such a connection cannot be reused.
 */
final class MessageFraming {

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private MessageFraming() {
    }

    /** @throws ProblemException bad-request */
    static void check(HttpServerRequest request) {
        if (request.version() == null) {
            throw ProblemException.badRequest("The service supports only HTTP/1.0 and HTTP/1.1");
        }
        MultiMap headers = request.headers();
        List<String> codings = headers.getAll(TRANSFER_ENCODING);
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
            throw ProblemException.badRequest(TRANSFER_ENCODING, "must be chunked");
        }
        if (headers.contains("")) {
            throw ProblemException.badRequest("A header field must have a name");
        }
        // Netty reads the eight bytes after such a head as its body, as in a draft of WebSocket.
        if (headers.contains("Sec-WebSocket-Key1") || headers.contains("Sec-WebSocket-Key2")) {
            throw ProblemException.badRequest("The service does not support WebSocket");
        }
    }
}
