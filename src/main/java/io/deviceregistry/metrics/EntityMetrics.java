package io.deviceregistry.metrics;

import jakarta.inject.Singleton;

import io.deviceregistry.account.AccountCounts;
import io.deviceregistry.autotoken.AutoTokenCounts;
import io.deviceregistry.device.DeviceCounts;
import io.deviceregistry.persistence.start.DatabaseInitializer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;

/**
 * The numbers of devices, accounts and tokens. They are counted in the background and never by a scrape; if that fails, the last
 * numbers stay and their age grows. Times are those of {@link System#nanoTime()}, so that changes of the system clock have no
 * effect.
 */
@Startup
@Singleton
final class EntityMetrics implements Scheduled.SkipPredicate {

    /** After a count, the next one waits at least this many times as long as it took: a very large fleet is counted less often. */
    private static final int PAUSE_FACTOR = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final DeviceCounts devices;
    private final AccountCounts accounts;
    private final AutoTokenCounts tokens;
    private final DatabaseInitializer database;
    private final MetricsConfig config;
    private final Gauge deviceCount;
    private final Gauge publicCount;
    private final Gauge accountCount;
    private final Gauge tokenCount;
    private volatile long counted = System.nanoTime();
    private volatile long next = counted;

    EntityMetrics(CollectorRegistry registry, DeviceCounts devices, AccountCounts accounts, AutoTokenCounts tokens,
            DatabaseInitializer database, MetricsConfig config) {
        this.devices = devices;
        this.accounts = accounts;
        this.tokens = tokens;
        this.database = database;
        this.config = config;
        deviceCount = Gauge.build(MetricNames.DEVICES, "Devices by state.")
                .labelNames(MetricNames.STATE).register(registry);
        publicCount = Gauge.build(MetricNames.DEVICES_PUBLIC, "Devices that everybody may see.").create();
        publicCount.register(registry);
        accountCount = Gauge.build(MetricNames.ACCOUNTS, "Accounts by role.")
                .labelNames(MetricNames.TYPE).register(registry);
        tokenCount = Gauge.build(MetricNames.TOKENS, "Auto-assign tokens by state.")
                .labelNames(MetricNames.STATE).register(registry);
        Gauge.build(MetricNames.ENTITIES_AGE,
                "Time since devices, accounts and tokens were last counted (or since the start, if never), in seconds.")
                .create().setChild(new Gauge.Child() {

                    @Override
                    public double get() {
                        return (System.nanoTime() - counted) / NANOS_PER_SECOND;
                    }
                }).register(registry);
    }

    /** Runs every second, so that the first count happens as soon as the database is available and not one interval later. */
    @Scheduled(identity = "count-entities", every = "1s", skipExecutionIf = EntityMetrics.class, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        long start = System.nanoTime();
        // After a failure, too.
        next = start + config.refresh().toNanos();
        DeviceCounts.Count device = devices.count();
        AccountCounts.Count account = accounts.count();
        AutoTokenCounts.Count token = tokens.count();
        deviceCount.labels("claimed").set(device.claimed());
        deviceCount.labels("unclaimed").set(device.unclaimed());
        deviceCount.labels("garbage").set(device.garbage());
        publicCount.set(device.publicDevices());
        accountCount.labels("user").set(account.users());
        accountCount.labels("admin").set(account.administrators());
        tokenCount.labels("active").set(token.active());
        tokenCount.labels("disabled").set(token.disabled());
        tokenCount.labels("expired").set(token.expired());
        tokenCount.labels("used-up").set(token.usedUp());
        counted = System.nanoTime();
        long took = counted - start;
        next = start + Math.max(config.refresh().toNanos(), took + took * PAUSE_FACTOR);
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !config.enabled() || !database.isReady() || System.nanoTime() - next < 0;
    }
}
