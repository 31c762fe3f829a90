package io.deviceregistry.paging;

import java.util.List;

/** The secret with which cursors are signed; all replicas share it. */
@FunctionalInterface
public interface CursorKey {

    byte[] cursorKey();

    /** The secrets of keys that are being replaced: their cursors are accepted, but no new ones are signed with them. */
    default List<byte[]> otherCursorKeys() {
        return List.of();
    }
}
