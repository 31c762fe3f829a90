package io.deviceregistry.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.mongodb.MongoTimeoutException;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class BatchingReaderTest {

    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final int BROKEN = -1;
    private static final int MISSING = -2;

    /** The keys of each query that has begun. */
    private final BlockingQueue<Set<Integer>> begun = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final BatchingReader<Integer, String> reads = new BatchingReader<>(this::query);
    private RuntimeException fault;

    private Map<Integer, String> query(Collection<Integer> keys, Duration time) {
        begun.add(new TreeSet<>(keys));
        assertTrue(time.compareTo(TIME) <= 0, "more time than there is: " + time);
        assertTrue(time.toMillis() > 0, "no bound at all: " + time);
        mayEnd.acquireUninterruptibly();
        if (fault != null) {
            throw fault;
        }
        if (keys.contains(BROKEN)) {
            throw new IllegalStateException("broken");
        }
        Map<Integer, String> found = new HashMap<>();
        keys.stream().filter(key -> key != MISSING).forEach(key -> found.put(key, new String("value " + key)));
        return found;
    }

    @AfterEach
    void endAll() {
        mayEnd.release(1_000);
    }

    @Test
    void oneAloneIsAQueryOfItsOwn() throws Exception {
        CompletableFuture<Optional<String>> one = read(1);
        assertEquals(Set.of(1), next());
        assertFalse(one.isDone());
        mayEnd.release();
        assertEquals("value 1", value(one));
        mayEnd.release();
        assertEquals(Optional.empty(), read(MISSING).get(10, TimeUnit.SECONDS));
    }

    @Test
    void thoseThatComeMeanwhileAreOneQuery() throws Exception {
        CompletableFuture<Optional<String>> first = read(1);
        next();
        List<CompletableFuture<Optional<String>>> meanwhile = List.of(read(2), read(3), read(2));
        assertEquals(List.of(), List.copyOf(begun));
        mayEnd.release();
        assertEquals(Set.of(2, 3), next());
        assertEquals("value 1", value(first));
        mayEnd.release();
        assertEquals("value 3", value(meanwhile.get(1)));
        assertSame(value(meanwhile.get(0)), value(meanwhile.get(2)));
    }

    @Test
    void allOfOneTurnAreOneQuery() throws Exception {
        List<Runnable> endOfTurn = new ArrayList<>();
        List<CompletableFuture<Optional<String>>> all = IntStream.rangeClosed(1, BatchingReader.WAITING_PER_QUERY - 1)
                .mapToObj(key -> reads.read(key, TIME, endOfTurn::add).toCompletableFuture()).toList();
        assertEquals(List.of(), List.copyOf(begun));
        endOfTurn.forEach(Runnable::run);
        assertEquals(all.size(), next().size());
        assertEquals(List.of(), List.copyOf(begun));
        mayEnd.release();
        awaitAll(all);
    }

    /** One that began before a read came may not see what was written in between. */
    @Test
    void aReadDoesNotJoinAQueryThatHasBegun() throws Exception {
        CompletableFuture<Optional<String>> before = read(1);
        next();
        CompletableFuture<Optional<String>> after = read(1);
        mayEnd.release();
        assertEquals(Set.of(1), next());
        mayEnd.release();
        assertNotSame(value(before), value(after));
    }

    @Test
    void manyDoNotWaitForOneQuery() throws Exception {
        read(0);
        next();
        List<CompletableFuture<Optional<String>>> many = readAll(IntStream.rangeClosed(1, BatchingReader.WAITING_PER_QUERY));
        assertEquals(BatchingReader.WAITING_PER_QUERY, next().size());
        mayEnd.release(2);
        awaitAll(many);
    }

    @Test
    void aFewDoNotWaitForAStuckQuery() throws Exception {
        CompletableFuture<Optional<String>> stuck = read(1);
        next();
        Thread.sleep(SLOW.toMillis());
        CompletableFuture<Optional<String>> later = read(2);
        assertEquals(Set.of(2), next());
        mayEnd.release(2);
        value(stuck);
        value(later);
    }

    @Test
    void noQueryIsTooLargeAndNotTooManyRunAtOnce() throws Exception {
        int all = 2_000;
        List<CompletableFuture<Optional<String>>> many = readAll(IntStream.range(0, all));
        List<Set<Integer>> first = new ArrayList<>();
        for (int i = 0; i < BatchingReader.MAX_QUERIES; i++) {
            first.add(next());
        }
        assertEquals(null, begun.poll(SLOW.toMillis(), TimeUnit.MILLISECONDS));
        mayEnd.release(all);
        for (int i = 0; i < all; i++) {
            assertEquals("value " + i, value(many.get(i)));
        }
        first.addAll(begun);
        assertTrue(first.stream().allMatch(keys -> keys.size() <= BatchingReader.MAX_KEYS), first.toString());
        assertEquals(all, first.stream().mapToInt(Set::size).sum());
    }

    @Test
    void aDatabaseThatIsAwayIsAskedOnce() throws Exception {
        fault = new MongoTimeoutException("away");
        CompletableFuture<Optional<String>> first = read(1);
        next();
        List<CompletableFuture<Optional<String>>> others = List.of(read(2), read(3));
        mayEnd.release(2);
        assertSame(fault, failure(first));
        assertSame(fault, failure(others.get(0)));
        assertSame(fault, failure(others.get(1)));
        assertEquals(Set.of(2, 3), next());
        assertEquals(List.of(), List.copyOf(begun));
    }

    @Test
    void whatCannotBeReadFailsAlone() throws Exception {
        read(1);
        next();
        List<CompletableFuture<Optional<String>>> others = List.of(read(2), read(BROKEN), read(3));
        mayEnd.release(10);
        assertEquals("value 2", value(others.get(0)));
        assertInstanceOf(IllegalStateException.class, failure(others.get(1)));
        assertEquals("value 3", value(others.get(2)));
    }

    @Test
    void whoHasWaitedTooLongIsNotLookedFor() throws Exception {
        read(1);
        next();
        CompletableFuture<Optional<String>> hasty = reads.read(2, SLOW, Runnable::run).toCompletableFuture();
        CompletableFuture<Optional<String>> patient = read(3);
        Thread.sleep(SLOW.toMillis());
        mayEnd.release(2);
        assertEquals("value 3", value(patient));
        assertEquals(ProblemType.UNAVAILABLE, assertInstanceOf(ProblemException.class, failure(hasty)).type());
        assertEquals(Set.of(3), next());
    }

    /** As the JVM refuses them when the system has no more: many more times than queries may run at once. */
    @Test
    void threadsThatCannotBeMadeTakeNoPlaceOfThoseThatCan() throws Exception {
        AtomicBoolean none = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        BatchingReader<Integer, String> starved = new BatchingReader<>(this::query, task -> {
            if (none.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        });
        for (int i = 0; i < 2 * BatchingReader.MAX_QUERIES; i++) {
            assertUnavailable(starved.read(i, TIME, Runnable::run).toCompletableFuture());
        }
        none.set(false);
        CompletableFuture<Optional<String>> one = starved.read(1, TIME, Runnable::run).toCompletableFuture();
        mayEnd.release();
        assertEquals("value 1", value(one));
        threads.shutdown();
    }

    @Test
    void aThreadThatCannotBeMadeLeavesItsReadersToTheQueryUnderWay() throws Exception {
        AtomicInteger left = new AtomicInteger(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        BatchingReader<Integer, String> starved = new BatchingReader<>(this::query, task -> {
            if (left.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        });
        List<CompletableFuture<Optional<String>>> all = IntStream.rangeClosed(0, 2 * BatchingReader.WAITING_PER_QUERY)
                .mapToObj(key -> starved.read(key, TIME, Runnable::run).toCompletableFuture()).toList();
        mayEnd.release(all.size());
        awaitAll(all);
        threads.shutdown();
    }

    @Test
    void anEventLoopThatIsGoneIsToldAtOnce() {
        assertUnavailable(reads.read(1, TIME, task -> {
            throw new RejectedExecutionException("closed");
        }).toCompletableFuture());
        assertEquals(List.of(), List.copyOf(begun));
    }

    @Test
    void nobodyWaitsForAQueryThatNeverEnds() throws Exception {
        CompletableFuture<Optional<String>> stuck = reads.read(1, SLOW, Runnable::run).toCompletableFuture();
        next();
        CompletableFuture<Optional<String>> behind = reads.read(2, SLOW, task -> {
            // The turn never comes.
        }).toCompletableFuture();
        assertUnavailable(stuck);
        assertUnavailable(behind);
    }

    @Test
    void anErrorOfAQueryTakesNoPlaceOfOthers() throws Exception {
        Queue<Error> errors = new ArrayDeque<>();
        for (int i = 0; i < 2 * BatchingReader.MAX_QUERIES; i++) {
            errors.add(new OutOfMemoryError("heap"));
        }
        BatchingReader<Integer, String> failing = new BatchingReader<>((keys, time) -> {
            if (!errors.isEmpty()) {
                throw errors.remove();
            }
            return Map.of(1, "value 1");
        });
        for (int i = 2 * BatchingReader.MAX_QUERIES; i > 0; i--) {
            assertInstanceOf(OutOfMemoryError.class, failure(failing.read(1, TIME, Runnable::run).toCompletableFuture()));
        }
        assertEquals("value 1", value(failing.read(1, TIME, Runnable::run).toCompletableFuture()));
    }

    private static void assertUnavailable(CompletableFuture<Optional<String>> read) {
        assertEquals(ProblemType.UNAVAILABLE, assertInstanceOf(ProblemException.class, failure(read)).type());
    }

    private CompletableFuture<Optional<String>> read(int key) {
        return reads.read(key, TIME, Runnable::run).toCompletableFuture();
    }

    private List<CompletableFuture<Optional<String>>> readAll(IntStream keys) {
        return keys.mapToObj(this::read).toList();
    }

    private Set<Integer> next() throws InterruptedException {
        Set<Integer> keys = begun.poll(10, TimeUnit.SECONDS);
        assertTrue(keys != null, "no query began");
        return keys;
    }

    private static String value(CompletableFuture<Optional<String>> read) throws Exception {
        return read.get(10, TimeUnit.SECONDS).orElseThrow();
    }

    private static void awaitAll(List<CompletableFuture<Optional<String>>> reads) throws Exception {
        for (CompletableFuture<Optional<String>> read : reads) {
            value(read);
        }
    }

    private static Throwable failure(CompletableFuture<Optional<String>> read) {
        return assertThrows(CompletionException.class, () -> read.orTimeout(10, TimeUnit.SECONDS).join()).getCause();
    }
}
