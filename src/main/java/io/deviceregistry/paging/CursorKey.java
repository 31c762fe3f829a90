package io.deviceregistry.paging;

/** A secret that all replicas share, by which they know the cursors that one of them made. */
@FunctionalInterface
public interface CursorKey {

    byte[] cursorKey();
}
