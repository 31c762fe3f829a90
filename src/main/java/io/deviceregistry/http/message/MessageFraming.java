package io.deviceregistry.http.message;

import java.util.List;

import io.deviceregistry.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where a request ends (RFC 9112, section 6). Netty refuses repeated or malformed lengths, a length beside a transfer coding
 * and malformed chunks. This class refuses what Netty reads otherwise than a proxy might: then the proxy and the service
 * disagree about where the next request begins. A connection on which that happens cannot be used again.
 */
final class MessageFraming {

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private MessageFraming() {
    }

    /** @throws ProblemException bad-request */
    static void check(HttpServerRequest request) {
        if (request.version() == null) {
            throw ProblemException.badRequest("The service speaks HTTP/1.0 and HTTP/1.1");
        }
        MultiMap headers = request.headers();
        List<String> codings = headers.getAll(TRANSFER_ENCODING);
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
            throw ProblemException.badRequest(TRANSFER_ENCODING, "may only be chunked");
        }
        if (headers.contains("")) {
            throw ProblemException.badRequest("A header field needs a name");
        }
        // Netty takes the eight bytes behind such a head for its body, as a draft of WebSocket had it.
        if (headers.contains("Sec-WebSocket-Key1") || headers.contains("Sec-WebSocket-Key2")) {
            throw ProblemException.badRequest("The service does not speak WebSocket");
        }
    }
}
