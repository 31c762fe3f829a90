package io.deviceregistry.storage.embedded;

import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.Cursor;
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

    /**
     * Hands out all entries; those who take them may commit after each {@code size} of them, which would move what a stream is about to
     * read.
     */
    void forEach(int size, BiConsumer<Object, Object> taker, Runnable between) {
        for (Object next = map.firstKey(); next != null;) {
            Object last = next;
            Cursor<Object, Object> cursor = map.cursor(next);
            for (int i = 0; i < size && cursor.hasNext(); i++) {
                last = cursor.next();
                taker.accept(last, cursor.getValue());
            }
            between.run();
            next = map.higherKey(last);
        }
    }

    /** Cannot be undone. */
    void clear() {
        map.clear();
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

    /** Values of the keys between these two, in the order of the keys. */
    Stream<Object> between(Object from, Object to, boolean backwards) {
        Cursor<Object, Object> cursor = backwards ? map.cursor(to, from, true) : map.cursor(from, to, false);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED), false)
                .map(key -> cursor.getValue());
    }

    /** How many keys there are between these two, of which {@code to} is not one. */
    long countBetween(Object from, Object to) {
        return Math.max(0, countBefore(to) - countBefore(from));
    }

    private long countBefore(Object key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    long size() {
        return map.sizeAsLong();
    }
}
