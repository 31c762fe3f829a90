package io.deviceregistry.http;

import io.vertx.core.buffer.Buffer;

/** Estimates how much memory a body needs once it is parsed, by a look at each of its bytes. */
final class BodyWeight {

    /** The body, its text, and the text or the document that goes to the database. */
    private static final int COPIES = 4;
    /** A small value as a node of the parser and as one of the database, measured. */
    private static final int PER_VALUE = 100;

    private BodyWeight() {
    }

    /** In bytes. A comma in a string counts as one between values: too much is safe. */
    static long of(Buffer body) {
        long values = 0;
        byte[] bytes = body.getBytes();
        for (byte b : bytes) {
            if (b == ',' || b == '{' || b == '[') {
                values++;
            }
        }
        return (long) bytes.length * COPIES + values * PER_VALUE;
    }
}
