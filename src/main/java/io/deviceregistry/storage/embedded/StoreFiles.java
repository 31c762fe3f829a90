package io.deviceregistry.storage.embedded;

import java.nio.file.Path;

/**
 * The names of a store's files.
 *
 * @param data all documents and indexes
 */
record StoreFiles(Path data) {

    /** Tells the last commit that was acknowledged, see {@link CommitRecord}. */
    Path commit() {
        return sibling(".commit");
    }

    /** A data file that is being made; it has no meaning until it has the name of the data file. */
    Path unfinished() {
        return sibling(".new");
    }

    /** Written and removed to see whether the disk has space. */
    Path probe() {
        return sibling(".probe");
    }

    private Path sibling(String ending) {
        return data.resolveSibling(data.getFileName() + ending);
    }
}
