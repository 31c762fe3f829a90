package io.deviceregistry.embedded.recovery;

import java.util.function.Consumer;

import org.h2.mvstore.Page;

import io.deviceregistry.embedded.file.OpenFile;

/** Reads the values of a map from its root, and skips unreadable pages. */
final class TreeReader {

    private final OpenFile source;
    private final Consumer<Object> taker;
    private long read;
    private long doubtful;

    TreeReader(OpenFile source, Consumer<Object> taker) {
        this.source = source;
        this.taker = taker;
    }

    void read(Page<Object, Object> page) {
        if (page.isLeaf()) {
            boolean intact = page.getPos() == 0 || source.isIntactAt(page.getPos());
            for (int i = 0; i < page.getKeyCount(); i++) {
                taker.accept(page.getValue(i));
                read++;
                doubtful += intact ? 0 : 1;
            }
            return;
        }
        for (int i = 0; i < page.getRawChildPageCount(); i++) {
            Page<Object, Object> child = child(page, i);
            if (child != null) {
                read(child);
            }
        }
    }

    private static Page<Object, Object> child(Page<Object, Object> page, int index) {
        try {
            return page.getChildPage(index);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // The parent page records how many entries are lost.
            return null;
        }
    }

    long read() {
        return read;
    }

    long doubtful() {
        return doubtful;
    }
}
