package io.deviceregistry.embedded.file;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import io.deviceregistry.embedded.value.BsonDataType;
import io.deviceregistry.embedded.value.ValueDataType;

/** Copies all maps of a store into an empty one. */
public final class StoreCopy {

    private static final int ENTRIES_IN_A_COMMIT = 1_000;

    private StoreCopy() {
    }

    static void copy(MVStore source, MVStore target) {
        int copied = 0;
        for (String name : source.getMapNames()) {
            Cursor<Object, Object> entries = open(source, name).cursor(null);
            MVMap<Object, Object> map = open(target, name);
            while (entries.hasNext()) {
                map.put(entries.next(), entries.getValue());
                if (++copied % ENTRIES_IN_A_COMMIT == 0) {
                    target.commit();
                }
            }
        }
    }

    public static MVMap<Object, Object> open(MVStore store, String name) {
        return store.openMap(name,
                new MVMap.Builder<Object, Object>().keyType(new BsonDataType()).valueType(new ValueDataType()));
    }
}
