package io.deviceregistry.metrics;

import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import com.mongodb.MongoException;

import io.deviceregistry.persistence.DatabaseReady;
import io.deviceregistry.persistence.health.DatabaseDescription;
import io.deviceregistry.persistence.health.DatabaseProbe;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.quarkus.scheduler.Scheduled;

/** Metrics of the database: whether it is available, and which product it is. */
@Singleton
final class DatabaseMetrics {

    private final DatabaseProbe probe;
    private final DatabaseDescription description;
    private final boolean enabled;
    private final Gauge connected;
    private final Gauge writable;
    private final Gauge info;
    private volatile Optional<DatabaseDescription.Info> known = Optional.empty();

    DatabaseMetrics(CollectorRegistry registry, DatabaseProbe probe, DatabaseDescription description, MetricsConfig config) {
        this.probe = probe;
        this.description = description;
        this.enabled = config.enabled();
        connected = Gauge.build(MetricNames.DATABASE_CONNECTED, "Whether the database is prepared and answers: 1 or 0.")
                .register(registry);
        writable = Gauge
                .build(MetricNames.DATABASE_WRITABLE,
                        "Whether the database takes writes: 0 while it is unavailable, or while the embedded store's disk is full.")
                .register(registry);
        info = Gauge.build(MetricNames.DATABASE_INFO, "The database as it described itself when it was last reached; always 1.")
                .labelNames("name", "version", "topology").register(registry);
    }

    void ready(@Observes DatabaseReady event) {
        watch();
    }

    @Scheduled(identity = "watch-database", every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void watch() {
        if (!enabled) {
            return;
        }
        boolean answers = probe.isReady();
        if (answers && (connected.get() == 0 || known.isEmpty())) {
            describe();
        }
        connected.set(answers ? 1 : 0);
        writable.set(probe.isWritable() ? 1 : 0);
    }

    /** After each interruption, because the database may have been upgraded. */
    private void describe() {
        try {
            DatabaseDescription.Info now = description.ask();
            if (!known.equals(Optional.of(now))) {
                info.clear();
                info.labels(now.name(), now.version(), now.topology()).set(1);
                known = Optional.of(now);
            }
        } catch (MongoException e) {
            // The database is unavailable again, so it is asked again when it is back.
            known = Optional.empty();
        }
    }
}
