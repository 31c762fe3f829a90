package io.deviceregistry.http.body;

import io.vertx.core.buffer.Buffer;

/** Estimates how much memory a body needs once it is parsed, by a look at each of its bytes. */
final class BodyWeight {

    /** The body, its text, and the text or the document that goes to the database. */
    private static final int COPIES = 4;
    /** A small value as a node of the parser, of the driver and of the database, measured. */
    private static final int PER_VALUE = 200;

    private long length;
    private long values;

    void add(Buffer part) {
        length += part.length();
        for (byte b : part.getBytes()) {
            // A comma in a string counts as one between values: too much is safe.
            if (b == ',' || b == '{' || b == '[') {
                values++;
            }
        }
    }

    long bytes() {
        return length * COPIES + values * PER_VALUE;
    }
}
