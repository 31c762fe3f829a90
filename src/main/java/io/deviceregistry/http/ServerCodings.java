package io.deviceregistry.http;

import java.util.Arrays;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;

/**
 * Predicts the content coding of a response by asking the code of Netty that chooses it. That code matches substrings, and would
 * send gzip to a caller who accepts only {@code gzipx}; such a caller gets the response without a coding.
 */
public final class ServerCodings extends HttpContentCompressor {

    public ServerCodings() {
        super(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate());
    }

    /**
     * @param acceptEncoding the value of the header; {@code null} if it is absent
     * @return {@code null} if the response has no coding
     */
    String chosenFor(String acceptEncoding) {
        String chosen = acceptEncoding == null ? null : determineEncoding(acceptEncoding);
        return chosen != null && isNamed(chosen, acceptEncoding) ? chosen : null;
    }

    /** Whether the server would choose a coding that the caller does not accept. */
    public boolean isMistakenFor(String acceptEncoding) {
        return acceptEncoding != null && determineEncoding(acceptEncoding) != null && chosenFor(acceptEncoding) == null;
    }

    /** Compares whole names, regardless of case; {@code x-gzip} is gzip (RFC 9110, section 8.4.1). */
    private static boolean isNamed(String coding, String acceptEncoding) {
        return Arrays.stream(acceptEncoding.split(",")).map(element -> element.split(";", 2)[0].strip())
                .anyMatch(name -> name.equals("*") || name.equalsIgnoreCase(coding) || name.equalsIgnoreCase("x-" + coding));
    }
}
