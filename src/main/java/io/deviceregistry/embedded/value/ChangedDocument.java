package io.deviceregistry.embedded.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.PathNotViableException;

/** A modified version of a stored document. Only documents and arrays on the path to a changed value are copied, each once. */
public final class ChangedDocument {

    private final Document document;
    private final Set<Object> copies = Collections.newSetFromMap(new IdentityHashMap<>());

    public ChangedDocument(Document stored) {
        this.document = stored.clone();
        copies.add(document);
    }

    public Document document() {
        return document;
    }

    /** The value at the path, or {@link Missing}. */
    public Object get(String[] path) {
        Object value = document;
        for (String step : path) {
            value = child(value, step);
        }
        return value;
    }

    /** @throws PathNotViableException if a value on the path is neither a document nor, for an index, an array */
    public void set(String[] path, Object value) {
        Object parent = document;
        for (int i = 0; i < path.length - 1; i++) {
            Object child = child(parent, path[i]);
            Object next = child instanceof Missing ? own(new Document()) : copyOf(child);
            requireViable(next, path[i], path[i + 1]);
            put(parent, path[i], next);
            parent = next;
        }
        put(parent, path[path.length - 1], value);
    }

    /** An element of an array becomes null, so that later elements keep their positions. */
    public void unset(String[] path) {
        String last = path[path.length - 1];
        Object at = document;
        for (int i = 0; i < path.length - 1; i++) {
            at = child(at, path[i]);
        }
        if (child(at, last) instanceof Missing) {
            return;
        }
        Object parent = document;
        for (int i = 0; i < path.length - 1; i++) {
            Object next = copyOf(child(parent, path[i]));
            put(parent, path[i], next);
            parent = next;
        }
        if (parent instanceof Document fields) {
            fields.remove(last);
        } else {
            put(parent, last, null);
        }
    }

    private static Object child(Object parent, String step) {
        if (parent instanceof Document fields) {
            return fields.getOrMissing(step);
        }
        return parent instanceof List<?> items && isIndex(step) && Integer.parseInt(step) < items.size()
                ? items.get(Integer.parseInt(step))
                : Missing.getInstance();
    }

    private Object copyOf(Object value) {
        if (copies.contains(value)) {
            return value;
        }
        if (value instanceof Document fields) {
            return own(fields.clone());
        }
        return value instanceof List<?> items ? own(new ArrayList<>(items)) : value;
    }

    private Object own(Object copy) {
        copies.add(copy);
        return copy;
    }

    private static void requireViable(Object parent, String name, String next) {
        if (!(parent instanceof Document) && !(parent instanceof List && isIndex(next))) {
            throw new PathNotViableException(next, new Document(name, parent));
        }
    }

    @SuppressWarnings("unchecked")
    private void put(Object parent, String step, Object value) {
        if (parent instanceof Document fields) {
            fields.put(step, value);
            return;
        }
        List<Object> items = (List<Object>) parent;
        int index = Integer.parseInt(step);
        while (items.size() <= index) {
            items.add(null);
        }
        items.set(index, value);
    }

    /** The maximum number of nulls with which MongoDB pads an array. */
    private static boolean isIndex(String step) {
        return step.length() <= 6 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
