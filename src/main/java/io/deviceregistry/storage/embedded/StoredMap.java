package io.deviceregistry.storage.embedded;

import java.util.Map;
import java.util.stream.Stream;

import org.h2.mvstore.MVMap;

/** A map in the file. It tells the undo log of every change. What it hands out must not be changed: it is what is stored. */
final class StoredMap {

    private final MVMap<Object, Object> map;
    private final UndoLog undo;

    StoredMap(MVMap<Object, Object> map, UndoLog undo) {
        this.map = map;
        this.undo = undo;
    }

    MVMap<Object, Object> unwrap() {
        return map;
    }

    Object get(Object key) {
        return map.get(key);
    }

    /** Returns what was there before, or null. */
    Object put(Object key, Object value) {
        Object before = map.put(key, value);
        undo.record(() -> restore(key, before));
        return before;
    }

    /** Returns what was there before, or null; leaves it where it is not null. */
    Object putIfAbsent(Object key, Object value) {
        Object before = map.putIfAbsent(key, value);
        if (before == null) {
            undo.record(() -> map.remove(key));
        }
        return before;
    }

    /** Returns what was there, or null. */
    Object remove(Object key) {
        Object before = map.remove(key);
        if (before != null) {
            undo.record(() -> map.put(key, before));
        }
        return before;
    }

    private void restore(Object key, Object before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    Iterable<Map.Entry<Object, Object>> entries() {
        return map.entrySet();
    }

    Stream<Map.Entry<Object, Object>> stream() {
        return map.entrySet().stream();
    }

    long size() {
        return map.sizeAsLong();
    }
}
