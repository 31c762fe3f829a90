package io.deviceregistry.embedded.query;

import java.util.AbstractList;
import java.util.List;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Copies of stored documents, for a library that changes documents where they are; each is made when it is asked for, since an update of
 * one document asks for the first of all that match.
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
