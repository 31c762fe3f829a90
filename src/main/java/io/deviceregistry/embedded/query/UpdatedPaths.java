package io.deviceregistry.embedded.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.PathNotViableException;

/**
 * The dotted paths that an update writes. MongoDB refuses to write below a value that is not a document (code 28). The library
 * refuses most such updates, but replaces a null and loses a write below an array of documents.
 */
public final class UpdatedPaths {

    /** These operators may name a missing path. */
    private static final Set<String> LENIENT = Set.of("$unset", "$rename", "$setOnInsert", "$pull", "$pullAll", "$pop");

    private final List<String[]> paths = new ArrayList<>();

    /** @param update an update document; a replacement has no paths */
    public UpdatedPaths(Object update) {
        if (update instanceof Document operators) {
            operators.forEach((operator, change) -> {
                if (operator.startsWith("$") && !LENIENT.contains(operator) && change instanceof Document fields) {
                    fields.keySet().stream().filter(path -> path.contains(".")).forEach(path -> paths.add(path.split("\\.")));
                }
            });
        }
    }

    /** @throws PathNotViableException if one of the paths cannot be written in this document */
    void requireViable(Document document) {
        paths.forEach(path -> requireViable(path, document));
    }

    private static void requireViable(String[] path, Document document) {
        Object parent = document;
        for (int i = 0; i < path.length - 1; i++) {
            Object child;
            if (parent instanceof Document fields) {
                if (!fields.containsKey(path[i])) {
                    return;
                }
                child = fields.get(path[i]);
            } else {
                List<?> elements = (List<?>) parent;
                int position = Integer.parseInt(path[i]);
                if (position >= elements.size()) {
                    return;
                }
                child = elements.get(position);
            }
            String next = path[i + 1];
            if (child instanceof List && next.startsWith("$")) {
                return;
            }
            boolean viable = child instanceof Document || (child instanceof List && next.matches("\\d{1,9}"));
            if (!viable) {
                throw new PathNotViableException(next, new Document(path[i], child));
            }
            parent = child;
        }
    }
}
