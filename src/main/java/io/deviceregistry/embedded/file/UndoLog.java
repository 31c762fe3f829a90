package io.deviceregistry.embedded.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Takes back what an operation changed before it failed, so that no half of a document, or a document without its index entries, is
 * ever committed. For one thread.
 */
public final class UndoLog {

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private int depth;

    /** Runs the operation; when it throws, all changes that it recorded are taken back, and the exception goes on. */
    public <T> T atomically(Supplier<T> operation) {
        int mark = steps.size();
        boolean done = false;
        depth++;
        try {
            T result = operation.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                undoTo(mark);
            }
            if (--depth == 0) {
                steps.clear();
            }
        }
    }

    /** As {@link #atomically(Supplier)}, for an operation without a result. */
    public void atomically(Runnable operation) {
        atomically(() -> {
            operation.run();
            return null;
        });
    }

    void record(Runnable step) {
        if (depth > 0) {
            steps.push(step);
        }
    }

    private void undoTo(int mark) {
        while (steps.size() > mark) {
            steps.pop().run();
        }
    }
}
