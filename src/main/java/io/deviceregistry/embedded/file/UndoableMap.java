package io.deviceregistry.embedded.file;

import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

import io.deviceregistry.embedded.value.EncodedDocument;

/**
 * A map in the file, which records every change in the undo log. Callers must not modify the returned values: they may be
 * the stored objects.
 */
public final class UndoableMap {

    private final MVMap<Object, Object> map;
    private final UndoLog undo;

    UndoableMap(MVMap<Object, Object> map, UndoLog undo) {
        this.map = map;
        this.undo = undo;
    }

    MVMap<Object, Object> unwrap() {
        return map;
    }

    public Object get(Object key) {
        return EncodedDocument.expand(map.get(key));
    }

    /** Returns the previous value, or null. */
    public Object put(Object key, Object value) {
        Object before = map.put(key, EncodedDocument.compact(value));
        undo.record(() -> restore(key, before));
        return EncodedDocument.expand(before);
    }

    /** Stores the value only if the key is absent. Returns the present value, or null. */
    public Object putIfAbsent(Object key, Object value) {
        Object before = map.putIfAbsent(key, EncodedDocument.compact(value));
        if (before == null) {
            undo.record(() -> map.remove(key));
        }
        return EncodedDocument.expand(before);
    }

    /** Returns the removed value, or null. */
    public Object remove(Object key) {
        Object before = map.remove(key);
        if (before != null) {
            undo.record(() -> map.put(key, before));
        }
        return EncodedDocument.expand(before);
    }

    /**
     * Passes all entries to the consumer. The store may be committed after each {@code size} of them, during which a stream would
     * not be stable.
     */
    public void forEach(int size, BiConsumer<Object, Object> taker, Runnable between) {
        for (Object next = map.firstKey(); next != null;) {
            Object last = next;
            Cursor<Object, Object> cursor = map.cursor(next);
            for (int i = 0; i < size && cursor.hasNext(); i++) {
                last = cursor.next();
                taker.accept(last, EncodedDocument.expand(cursor.getValue()));
            }
            between.run();
            next = map.higherKey(last);
        }
    }

    /** Removes all entries; cannot be undone. */
    public void clear() {
        map.clear();
    }

    private void restore(Object key, Object before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    public Iterable<Map.Entry<Object, Object>> entries() {
        return () -> stream().iterator();
    }

    public Stream<Map.Entry<Object, Object>> stream() {
        return map.entrySet().stream().map(entry -> Map.entry(entry.getKey(), EncodedDocument.expand(entry.getValue())));
    }

    /** The values of the keys between these two, in the order of the keys. */
    public Stream<Object> between(Object from, Object to, boolean backwards) {
        Cursor<Object, Object> cursor = backwards ? map.cursor(to, from, true) : map.cursor(from, to, false);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED), false)
                .map(key -> EncodedDocument.expand(cursor.getValue()));
    }

    /** The number of keys from {@code from} to {@code to}, exclusive; {@code to} must not be a key of the map. */
    public long countBetween(Object from, Object to) {
        return Math.max(0, countBefore(to) - countBefore(from));
    }

    private long countBefore(Object key) {
        long index = map.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    public long size() {
        return map.sizeAsLong();
    }
}
