package io.deviceregistry.auth.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/**
 * Settles attempts in the database if their requests could not: the database was unavailable, or the request had no time left. A
 * dedicated thread repeats this for a while.
 */
@Singleton
class SettlementRetries {

    private static final Logger LOG = Logger.getLogger(SettlementRetries.class);
    /** The last repetitions find what the database carried out late. */
    private static final List<Duration> DELAYS = List.of(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(3),
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2));
    private static final int MAX_WAITING = 10_000;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "rate-limit-settlements");
        made.setDaemon(true);
        return made;
    });

    /** @param settle returns whether the attempt is settled; repeated if it throws */
    void later(BooleanSupplier settle) {
        if (thread.getQueue().size() < MAX_WAITING) {
            schedule(settle, 0);
        }
    }

    private void schedule(BooleanSupplier settle, int attempt) {
        if (attempt == DELAYS.size()) {
            return;
        }
        try {
            thread.schedule(() -> run(settle, attempt), DELAYS.get(attempt).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The service is stopping", e);
        }
    }

    private void run(BooleanSupplier settle, int attempt) {
        boolean settled = false;
        try {
            settled = settle.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debugf(e, "Repetition %d failed to settle an attempt", attempt + 1);
        }
        if (!settled) {
            schedule(settle, attempt + 1);
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
