package io.deviceregistry.embedded.file;

import java.nio.file.Path;

/**
 * The names of a store's files.
 *
 * @param data all documents and indexes
 */
public record StoreFiles(Path data) {

    /** Tells the last commit that was acknowledged, see {@link CommitRecord}. */
    public Path commit() {
        return sibling(".commit");
    }

    /** A data file that is being made; it has no meaning until it has the name of the data file. */
    Path unfinished() {
        return sibling(".new");
    }

    /** Written and removed to see whether the disk has space. */
    public Path probe() {
        return sibling(".probe");
    }

    private Path sibling(String ending) {
        return data.resolveSibling(data.getFileName() + ending);
    }
}
