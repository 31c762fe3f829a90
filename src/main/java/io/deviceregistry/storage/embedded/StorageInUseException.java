package io.deviceregistry.storage.embedded;

import java.nio.file.Path;

/** Another process, or another part of this one, has the embedded store open. */
public final class StorageInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StorageInUseException(Path directory) {
        super("The embedded store in " + directory + " is in use by another process: stop that one, give this one another"
                + " registry.storage.path, or use a MongoDB for several replicas");
    }
}
