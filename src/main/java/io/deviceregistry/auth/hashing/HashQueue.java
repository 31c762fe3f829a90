package io.deviceregistry.auth.hashing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.deviceregistry.auth.hashing.FairQueue.Place;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * A small thread pool for slow hashes with a bounded, fair queue, so that a storm of logins or registrations occupies neither all
 * processors nor all worker threads, and one caller cannot starve the others. Requests that find no place get 429.
 */
@Singleton
class HashQueue {

    /** Releases the waiting request. */
    private static final class Waiting extends FutureTask<Object> {

        Waiting(Callable<?> task) {
            super(task::call);
        }

        void refuse() {
            setException(full());
        }
    }

    private final FairQueue<Waiting> queue;
    private final ThreadPoolExecutor pool;

    HashQueue(HashQueueConfig limits) {
        this.queue = new FairQueue<>(limits.passwordQueue());
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        AtomicInteger count = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "password-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.pool.allowCoreThreadTimeOut(true);
    }

    static ProblemException full() {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many logins at once; try again soon")
                .retryAfter(Duration.ofSeconds(2));
    }

    /**
     * Waits for the caller's turn, and for the task.
     *
     * @throws ProblemException too-many-requests when there is no place; and whatever the task throws
     */
    @SuppressWarnings("unchecked")
    <T> T run(Place place, Callable<T> task) {
        Waiting mine = new Waiting(task);
        Optional<Waiting> left = queue.offer(place, mine);
        // One run of a thread for each waiting item: an item that replaces another one takes over its run.
        left.ifPresentOrElse(Waiting::refuse, () -> pool.execute(() -> queue.poll().ifPresent(Waiting::run)));
        try {
            T result = (T) mine.get();
            // The time in this queue does not count as time for the database.
            RequestDeadline.restart();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @PreDestroy
    void stop() {
        pool.shutdown();
    }
}
