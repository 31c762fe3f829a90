package io.deviceregistry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Ways to make load. */
final class Load {

    /**
     * What a load met.
     *
     * @param done answered with 200
     * @param failed answered otherwise, or not at all
     * @param latency in nanoseconds, of what was answered with 200
     * @param failure the first, {@code null} for none
     */
    record Result(long done, long failed, double seconds, Histogram latency, String failure) {

        double perSecond() {
            return done / seconds;
        }

        Result orFail(String what) {
            if (failed > 0) {
                throw new IllegalStateException(what + ": " + failed + " of " + (done + failed) + " failed; " + failure);
            }
            return this;
        }
    }

    private static final long HIGHEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;
    /** Their threads stay for the next round, because what a thread allocated is lost when it ends. */
    private static final ExecutorService BARE = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bare");
        thread.setDaemon(true);
        return thread;
    });

    private Load() {
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST, DIGITS);
    }

    /** As much as fits: each of the connections sends its next request when it has the answer to the one before. */
    static Result closed(int port, Supplier<Call> calls, int connections, Duration time) {
        Tally tally = new Tally();
        long start = System.nanoTime();
        try (ClosedLoop loop = new ClosedLoop(port, calls, tally, start + time.toNanos())) {
            await(loop.start(connections), time);
        }
        return tally.result(start);
    }

    /**
     * As many as a fleet would send, whether or not the service keeps up: requests have times at which they are due, and their
     * latency counts from then. So a stall counts for all that were due in it, and not once for each connection.
     */
    static Result open(Http http, int port, Supplier<Call> calls, double perSecond, Duration time) {
        Tally tally = new Tally();
        long start = System.nanoTime();
        Schedule schedule = new Schedule(start, 1e9 / perSecond, Math.max(1, (long) (perSecond * time.toNanos() / 1e9)));
        http.context().runOnContext(ignored -> http.vertx().setPeriodic(1, timer -> {
            while (schedule.isDue()) {
                Call call = calls.get();
                if (call == null) {
                    schedule.stop();
                    break;
                }
                long due = schedule.next();
                http.send(port, call).onComplete(reply -> {
                    tally.note(reply, due);
                    schedule.answered();
                });
            }
            if (schedule.isOver()) {
                http.vertx().cancelTimer(timer);
            }
        }));
        await(schedule.end, time);
        return tally.result(start);
    }

    /** When requests are due, and how many are answered. */
    private static final class Schedule {

        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final long start;
        private final double interval;
        private long total;
        private long sent;
        private long answered;

        Schedule(long start, double interval, long total) {
            this.start = start;
            this.interval = interval;
            this.total = total;
        }

        boolean isDue() {
            return !isOver() && start + (long) (sent * interval) <= System.nanoTime();
        }

        boolean isOver() {
            return sent == total;
        }

        long next() {
            return start + (long) (sent++ * interval);
        }

        void stop() {
            total = sent;
            endIfAnswered();
        }

        void answered() {
            answered++;
            endIfAnswered();
        }

        private void endIfAnswered() {
            if (answered == total) {
                end.complete(null);
            }
        }
    }

    /** All of these at the same moment. */
    static Result burst(Http http, int port, List<Call> calls) {
        Tally tally = new Tally();
        CompletableFuture<Void> end = new CompletableFuture<>();
        int[] missing = {calls.size()};
        long start = System.nanoTime();
        http.context().runOnContext(ignored -> calls.forEach(call -> http.send(port, call).onComplete(reply -> {
            tally.note(reply, start);
            if (--missing[0] == 0) {
                end.complete(null);
            }
        })));
        await(end, Duration.ofMinutes(5));
        return tally.result(start);
    }

    private static void await(CompletableFuture<Void> end, Duration time) {
        try {
            end.get(time.toSeconds() + 60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the load did not end", e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without HTTP: threads of this process that call something over and over. */
    static Result bare(BooleanSupplier operation, int threads, Duration time) {
        long start = System.nanoTime();
        long deadline = start + time.toNanos();
        List<CompletableFuture<Histogram>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<Histogram> worker = new CompletableFuture<>();
            workers.add(worker);
            BARE.execute(() -> {
                try {
                    worker.complete(repeat(operation, deadline));
                } catch (RuntimeException e) {
                    worker.completeExceptionally(e);
                }
            });
        }
        Histogram all = histogram();
        workers.forEach(worker -> all.add(worker.join()));
        return new Result(all.getTotalCount(), 0, (System.nanoTime() - start) / 1e9, all, null);
    }

    private static Histogram repeat(BooleanSupplier operation, long deadline) {
        Histogram latency = histogram();
        long begun = System.nanoTime();
        while (begun < deadline && operation.getAsBoolean()) {
            long ended = System.nanoTime();
            latency.recordValue(ended - begun);
            begun = ended;
        }
        return latency;
    }

    /** Counts on one thread. */
    static final class Tally {

        private final Histogram latency = histogram();
        private long done;
        private long failed;
        private String failure;

        void note(io.vertx.core.AsyncResult<Http.Reply> reply, long since) {
            if (reply.succeeded() && reply.result().status() == 200) {
                done(since);
            } else {
                failed(reply.failed() ? reply.cause().toString() : reply.result().status() + " " + reply.result().body());
            }
        }

        void done(long since) {
            done++;
            latency.recordValue(Math.min(HIGHEST, System.nanoTime() - since));
        }

        void failed(String why) {
            failed++;
            failure = failure == null ? why : failure;
        }

        Result result(long start) {
            return new Result(done, failed, (System.nanoTime() - start) / 1e9, latency, failure);
        }
    }
}
