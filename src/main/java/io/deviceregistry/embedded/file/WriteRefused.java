package io.deviceregistry.embedded.file;

import java.util.Locale;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The error that a client gets if the disk does not accept writes. */
public final class WriteRefused {

    /** MongoDB's OutOfDiskSpace. */
    public static final int CODE = 14031;

    public static final String NAME = "OutOfDiskSpace";

    private WriteRefused() {
    }

    public static MongoServerError toError(Throwable cause) {
        return new MongoServerError(CODE, NAME, "The registry's data file could not be written: " + reason(cause));
    }

    /** The reason in the words of the operating system. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }
}
