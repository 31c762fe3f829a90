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
 * Reads by key, of which those that come while others are under way go to the database together: one query, one answer and one
 * connection for many callers. One that comes alone waits for no other. What is read is as it was at some moment between the call and
 * its answer, as of a query of its own.
 *
 * @param <K> keys
 * @param <V> what is found by them; callers with the same key at the same time get the same object
 */
public final class BatchingReader<K, V> {

    /** Finds what there is of some keys. */
    @FunctionalInterface
    public interface Query<K, V> {

        /** Blocks for this long at the most, a millisecond or more. */
        Map<K, V> find(Collection<K> keys, Duration time);
    }

    /** One query holds no more, so that its answer fits into memory and its callers do not wait for many others. */
    static final int LARGEST = 32;
    /** How many must wait for each query under way before one more begins. */
    static final int ENOUGH = 8;
    static final int MAX_QUERIES = 16;
    /** A query that takes so long is slow or stuck: who comes next does not wait for it. */
    private static final long PATIENCE_NANOS = 20_000_000;
    /** With less time than this, or than a part of what there was, no query is begun: those that it was gathered with would fail too. */
    private static final long LEAST_NANOS = 50_000_000;
    private static final int LEAST_PART = 10;
    /** The driver takes none for no bound at all. */
    private static final long MILLISECOND_NANOS = 1_000_000;

    /** A query tells why it failed; its callers are let go only when it has not ended by itself so long after it should have. */
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
    /** Threads of their own: a read does not wait for worker threads, which may all be waiting for slow writes. */
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Queue<Waiting<K, V>> waiting = new ArrayDeque<>();
    private int queries;
    private long lastBegun;

    /** @param query may fail with the driver's exceptions */
    public BatchingReader(Query<K, V> query) {
        this(query, Executors.newCachedThreadPool(task -> thread(task, "gathered-reads")));
    }

    /** @param threads may refuse to run what it is given */
    BatchingReader(Query<K, V> query, Executor threads) {
        this.query = query;
        this.threads = threads;
        this.timer = timer();
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> thread(task, "gathered-reads-timer"));
        timer.setRemoveOnCancelPolicy(true);
        // Now, and not when there may be no memory for a thread.
        timer.prestartAllCoreThreads();
        return timer;
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * What is found by this key. Does not block.
     *
     * @param time after which nobody waits for it any more
     * @param turn runs what is to be done when all callers that are there by now have asked: an event loop, after all that it has
     *        found to do in this turn
     * @return completed by another thread, which has more to do: what takes long is to go on elsewhere. Completed in any case soon after
     *         {@code time}, whatever became of the query
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

    /** Begins one more query if it is time for it. What cannot begin does not count as under way. */
    private void begin() {
        if (!reserve()) {
            return;
        }
        try {
            threads.execute(this::run);
        } catch (RuntimeException | Error e) {
            giveBack(e);
        }
    }

    /** Whether one more query is to begin; it is when none is under way. */
    private synchronized boolean reserve() {
        boolean begins = !waiting.isEmpty() && queries < MAX_QUERIES
                && (waiting.size() >= ENOUGH * queries || System.nanoTime() - lastBegun > PATIENCE_NANOS);
        if (begins) {
            queries++;
            lastBegun = System.nanoTime();
        }
        return begins;
    }

    /** A query has ended, or could not begin. If no other is left to answer those who wait, they are told so now. */
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
        return new ProblemException(ProblemType.UNAVAILABLE, "The service has no thread left to read with", fault)
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
        List<Waiting<K, V>> gathered = new ArrayList<>(Math.min(waiting.size(), LARGEST));
        while (gathered.size() < LARGEST && !waiting.isEmpty()) {
            gathered.add(waiting.remove());
        }
        if (gathered.isEmpty()) {
            queries--;
        } else {
            lastBegun = System.nanoTime();
        }
        return gathered;
    }

    /** All of them are answered when this ends, also when it fails. */
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

    /** The fault may lie in what one of them looks for: the others are not to suffer from it. */
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
