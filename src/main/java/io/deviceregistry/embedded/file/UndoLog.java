package io.deviceregistry.embedded.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Reverts the changes of an operation that failed, so that neither a part of a document nor a document without its index entries
 * is ever committed. Not thread-safe.
 */
public final class UndoLog {

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private int depth;

    /** Runs the operation; if it throws, reverts all recorded changes and rethrows the exception. */
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

    /** Like {@link #atomically(Supplier)}, for an operation without a result. */
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
