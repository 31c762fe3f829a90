package io.deviceregistry.http;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;

/** Tells which content coding the server chooses, by asking the code that chooses it. */
final class ServerCodings extends HttpContentCompressor {

    ServerCodings() {
        super(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate());
    }

    /**
     * @param acceptEncoding the header's value, {@code null} for none
     * @return {@code null} when the answer goes out as it is
     */
    String chosenFor(String acceptEncoding) {
        return acceptEncoding == null ? null : determineEncoding(acceptEncoding);
    }
}
