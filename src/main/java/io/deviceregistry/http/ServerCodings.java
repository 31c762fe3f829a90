package io.deviceregistry.http;

import java.util.Arrays;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;

/**
 * Tells which content coding an answer has, by asking the code that chooses it. That code looks for parts of words, and would
 * send gzip to a caller who takes only {@code gzipx}; such a caller gets the answer as it is.
 */
public final class ServerCodings extends HttpContentCompressor {

    public ServerCodings() {
        super(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate());
    }

    /**
     * @param acceptEncoding the header's value, {@code null} for none
     * @return {@code null} when the answer goes out as it is
     */
    String chosenFor(String acceptEncoding) {
        String chosen = acceptEncoding == null ? null : determineEncoding(acceptEncoding);
        return chosen != null && isNamed(chosen, acceptEncoding) ? chosen : null;
    }

    /** Whether the server would choose a coding that the caller does not take. */
    public boolean isMistakenFor(String acceptEncoding) {
        return acceptEncoding != null && determineEncoding(acceptEncoding) != null && chosenFor(acceptEncoding) == null;
    }

    /** The names are whole words, regardless of case, and {@code x-gzip} is gzip (RFC 9110, section 8.4.1). */
    private static boolean isNamed(String coding, String acceptEncoding) {
        return Arrays.stream(acceptEncoding.split(",")).map(element -> element.split(";", 2)[0].strip())
                .anyMatch(name -> name.equals("*") || name.equalsIgnoreCase(coding) || name.equalsIgnoreCase("x-" + coding));
    }
}
