package io.deviceregistry.paging;

import java.util.List;

/** A secret that all replicas share, by which they know the cursors that one of them made. */
@FunctionalInterface
public interface CursorKey {

    byte[] cursorKey();

    /** Those of keys that are being replaced: their cursors are taken, and no new ones are made. */
    default List<byte[]> otherCursorKeys() {
        return List.of();
    }
}
