package io.deviceregistry.embedded.query;

import java.util.AbstractList;
import java.util.List;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Copies of stored documents, because the library modifies documents in place. Each copy is made on access, because an update of
 * one document uses only the first match.
 */
public final class CopyOnAccess extends AbstractList<Document> {

    private final List<Document> stored;
    private final UpdatedPaths paths;

    public CopyOnAccess(List<Document> stored, UpdatedPaths paths) {
        this.stored = stored;
        this.paths = paths;
    }

    @Override
    public Document get(int index) {
        Document document = stored.get(index);
        paths.requireViable(document);
        return document.cloneDeeply();
    }

    @Override
    public int size() {
        return stored.size();
    }
}
