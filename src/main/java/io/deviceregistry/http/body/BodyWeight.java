package io.deviceregistry.http.body;

import io.vertx.core.buffer.Buffer;

/** Estimates the memory in bytes that a body needs once it is parsed, from a scan of its bytes. */
final class BodyWeight {

    /** Copies of the body: its bytes, its text, and the text or the document for the database. */
    private static final int COPIES = 4;
    /** The measured size in bytes of a small value as a node of the parser, of the driver and of the database. */
    private static final int PER_VALUE = 200;

    private long length;
    private long values;

    void add(Buffer part) {
        length += part.length();
        for (byte b : part.getBytes()) {
            // A comma in a string counts like one between values: an overestimate is safe.
            if (b == ',' || b == '{' || b == '[') {
                values++;
            }
        }
    }

    long bytes() {
        return length * COPIES + values * PER_VALUE;
    }
}
