package io.deviceregistry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** How tests wait, so that none of them fails because the machine is busy. */
public final class Patience {

    /** Longer than anything takes that works, on any machine. */
    public static final Duration LIMIT = Duration.ofMinutes(1);

    private static final int PAUSE_MS = 50;
    private static final int TRIES = 5;

    /** What a test does, and may fail at. */
    public interface Step {

        void run() throws Exception;
    }

    private Patience() {
    }

    public static void await(Callable<Boolean> condition, String otherwise) throws Exception {
        await(condition, () -> otherwise);
    }

    /** @param otherwise says what is the case instead */
    public static void await(Callable<Boolean> condition, Supplier<String> otherwise) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise.get());
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /**
     * The time of the fastest of several tries: what waits for something waits each time, and a busy machine delays hardly all of
     * them.
     */
    public static Duration fastest(Step step) throws Exception {
        Duration fastest = time(step);
        for (int i = 1; i < TRIES; i++) {
            Duration next = time(step);
            fastest = next.compareTo(fastest) < 0 ? next : fastest;
        }
        return fastest;
    }

    private static Duration time(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
