package io.deviceregistry.persistence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.mongodb.MongoException;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * Reads by key in batches: reads that arrive while others are in progress go to the database together, with one query and one
 * connection for many callers. A single read does not wait for others. Each result is the state at some moment between the call
 * and its completion, as with a separate query.
 *
 * @param <K> keys
 * @param <V> values; concurrent callers with the same key get the same object
 */
public final class BatchingReader<K, V> {

    /** Finds the values of several keys. */
    @FunctionalInterface
    public interface Query<K, V> {

        /** Blocks for at most this long, which is at least one millisecond. */
        Map<K, V> find(Collection<K> keys, Duration time);
    }

    /** The maximum number of keys of one query, so that its result fits into memory and callers do not wait for many others. */
    static final int MAX_KEYS = 32;
    /** How many reads must wait per running query before another query starts. */
    static final int WAITING_PER_QUERY = 8;
    static final int MAX_QUERIES = 16;
    /** A query that runs this long is slow or stuck: later reads do not wait for it. */
    private static final long PATIENCE_NANOS = 20_000_000;
    /**
     * With less time left than this, or than a fraction of its original time, a read is not included in a query: the other reads
     * of the batch would fail with it.
     */
    private static final long LEAST_NANOS = 50_000_000;
    private static final int LEAST_PART = 10;
    /** The shortest timeout: the driver treats 0 ms as none. */
    private static final long MILLISECOND_NANOS = 1_000_000;

    /**
     * A query should fail by itself, with a reason; its callers are released only if it has not ended this long after its time.
     */
    private static final long GRACE_NANOS = 250_000_000;

    private record Waiting<K, V>(K key, long deadline, long least, CompletableFuture<Optional<V>> result) {

        static <K, V> Waiting<K, V> of(K key, long nanos) {
            long least = Math.max(MILLISECOND_NANOS, Math.min(LEAST_NANOS, nanos / LEAST_PART));
            return new Waiting<>(key, System.nanoTime() + nanos, least, new CompletableFuture<>());
        }

        long left(long now) {
            return deadline - now;
        }

        boolean isLate(long now) {
            return left(now) < least;
        }
    }

    private final Query<K, V> query;
    /** Dedicated threads: a read does not wait for worker threads, which may all be waiting for slow writes. */
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Queue<Waiting<K, V>> waiting = new ArrayDeque<>();
    private int queries;
    private long lastBegun;

    /** @param query may throw the exceptions of the driver */
    public BatchingReader(Query<K, V> query) {
        this(query, Executors.newCachedThreadPool(task -> thread(task, "batching-reader")));
    }

    /** @param threads may reject tasks */
    BatchingReader(Query<K, V> query, Executor threads) {
        this.query = query;
        this.threads = threads;
        this.timer = timer();
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> thread(task, "batching-reader-timer"));
        timer.setRemoveOnCancelPolicy(true);
        // Now, rather than later, when there may be no memory for a thread.
        timer.prestartAllCoreThreads();
        return timer;
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Reads the value of a key. Does not block.
     *
     * @param time how long the caller waits
     * @param turn an executor that runs the query after all present callers have asked: on an event loop, after the tasks of the
     *        present iteration
     * @return completed by another thread, on which callers must not do long work. Always completed soon after {@code time},
     *        whatever happens to the query
     */
    public CompletionStage<Optional<V>> read(K key, Duration time, Executor turn) {
        Waiting<K, V> one = Waiting.of(key, time.toNanos());
        Future<?> late = timer.schedule(() -> giveUp(one), time.toNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
        one.result.whenComplete((found, fault) -> late.cancel(false));
        enqueue(one);
        try {
            turn.execute(this::begin);
        } catch (RuntimeException | Error e) {
            remove(one);
            one.result.completeExceptionally(cannotRead(e));
        }
        return one.result;
    }

    private synchronized void enqueue(Waiting<K, V> one) {
        waiting.add(one);
    }

    private synchronized void remove(Waiting<K, V> one) {
        waiting.remove(one);
    }

    private void giveUp(Waiting<K, V> one) {
        remove(one);
        one.result.completeExceptionally(RequestDeadline.over());
    }

    /** Starts another query if necessary. A query that cannot start does not count as running. */
    private void begin() {
        if (!tryReserveQuery()) {
            return;
        }
        try {
            threads.execute(this::run);
        } catch (RuntimeException | Error e) {
            giveBack(e);
        }
    }

    /** Whether to start another query; always if none is running. */
    private synchronized boolean tryReserveQuery() {
        boolean begins = !waiting.isEmpty() && queries < MAX_QUERIES
                && (waiting.size() >= WAITING_PER_QUERY * queries || System.nanoTime() - lastBegun > PATIENCE_NANOS);
        if (begins) {
            queries++;
            lastBegun = System.nanoTime();
        }
        return begins;
    }

    /** A query has ended, or could not start. If none is left for the waiting reads, they fail now. */
    private void giveBack(Throwable fault) {
        List<Waiting<K, V>> forsaken = List.of();
        synchronized (this) {
            queries--;
            if (queries == 0) {
                forsaken = List.copyOf(waiting);
                waiting.clear();
            }
        }
        forsaken.forEach(one -> one.result.completeExceptionally(cannotRead(fault)));
    }

    private static ProblemException cannotRead(Throwable fault) {
        return new ProblemException(ProblemType.UNAVAILABLE, "The service has no thread left for reading", fault)
                .retryAfter(Duration.ofSeconds(2));
    }

    private void run() {
        try {
            for (List<Waiting<K, V>> next = gather(); !next.isEmpty(); next = gather()) {
                answer(next);
            }
        } catch (RuntimeException | Error e) {
            giveBack(e);
        }
    }

    private synchronized List<Waiting<K, V>> gather() {
        List<Waiting<K, V>> gathered = new ArrayList<>(Math.min(waiting.size(), MAX_KEYS));
        while (gathered.size() < MAX_KEYS && !waiting.isEmpty()) {
            gathered.add(waiting.remove());
        }
        if (gathered.isEmpty()) {
            queries--;
        } else {
            lastBegun = System.nanoTime();
        }
        return gathered;
    }

    /** Completes all reads of the batch, also if the query fails. */
    private void answer(List<Waiting<K, V>> gathered) {
        try {
            answerInTime(gathered);
        } catch (RuntimeException | Error e) {
            gathered.forEach(one -> one.result.completeExceptionally(e));
            throw e;
        }
    }

    private void answerInTime(List<Waiting<K, V>> gathered) {
        long now = System.nanoTime();
        List<Waiting<K, V>> inTime = new ArrayList<>(gathered.size());
        long left = Long.MAX_VALUE;
        for (Waiting<K, V> one : gathered) {
            if (one.isLate(now)) {
                one.result.completeExceptionally(RequestDeadline.over());
            } else {
                inTime.add(one);
                left = Math.min(left, one.left(now));
            }
        }
        if (!inTime.isEmpty()) {
            find(inTime, Duration.ofNanos(left));
        }
    }

    private void find(List<Waiting<K, V>> gathered, Duration time) {
        Map<K, V> found;
        try {
            Set<K> keys = gathered.stream().map(Waiting::key).collect(Collectors.toSet());
            found = query.find(keys, time);
        } catch (RuntimeException | Error e) {
            fail(gathered, e);
            return;
        }
        gathered.forEach(one -> one.result.complete(Optional.ofNullable(found.get(one.key))));
    }

    /** The error may be caused by one of the keys: the other reads must not fail because of it. */
    private void fail(List<Waiting<K, V>> gathered, Throwable fault) {
        boolean ofAll = gathered.size() == 1 || fault instanceof Error
                || fault instanceof MongoException e && DatabaseFaults.isUnavailable(e);
        if (ofAll) {
            gathered.forEach(one -> one.result.completeExceptionally(fault));
        } else {
            gathered.forEach(one -> answerInTime(List.of(one)));
        }
    }
}
