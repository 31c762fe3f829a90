package io.deviceregistry.embedded.file;

import java.io.Serial;
import java.nio.file.Path;

/**
 * The directory of the store is locked by another process, or already by this one. The message names the directory and the way
 * out.
 */
public class StorageInUseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StorageInUseException(Path directory, Throwable cause) {
        super("The registry's storage directory " + directory
                + " is in use by another registry. Stop that one, or give this one"
                + " a directory of its own, or let both use one MongoDB.", cause);
    }
}
