package io.deviceregistry.embedded.file;

import java.nio.file.Path;

/**
 * The names of a store's files.
 *
 * @param data all documents and indexes
 */
public record StoreFiles(Path data) {

    /** The record of the last acknowledged commit, see {@link CommitRecord}. */
    public Path commit() {
        return sibling(".commit");
    }

    /** A data file that is being created; it is ignored until it is renamed to the data file. */
    Path unfinished() {
        return sibling(".new");
    }

    /** Written and deleted to find out whether the disk has space. */
    public Path probe() {
        return sibling(".probe");
    }

    private Path sibling(String ending) {
        return data.resolveSibling(data.getFileName() + ending);
    }
}
