package io.deviceregistry.metrics;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.scheduler.Trigger;

/** Metrics of background jobs. A job is identified by the identity of its schedule. */
@Singleton
final class JobMetrics {

    private static final Logger LOG = Logger.getLogger(JobMetrics.class);
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";

    private final Clock clock;
    private final Counter runs;
    private final Histogram duration;
    private final Gauge lastSuccess;

    JobMetrics(CollectorRegistry registry, Clock clock) {
        this.clock = clock;
        runs = Counter.build(MetricNames.JOB_RUNS, "Runs of a background job.")
                .labelNames(MetricNames.JOB, MetricNames.RESULT).register(registry);
        duration = Histogram.build(MetricNames.JOB_DURATION, "Time that a run of a background job took, in seconds.")
                .labelNames(MetricNames.JOB).exponentialBuckets(0.001, 4, 10).register(registry);
        lastSuccess = Gauge.build(MetricNames.JOB_LAST_SUCCESS,
                "When a background job last succeeded, in seconds since 1970; 0 if never.")
                .labelNames(MetricNames.JOB).register(registry);
    }

    void start(@Observes StartupEvent event, Scheduler scheduler) {
        for (Trigger trigger : scheduler.getScheduledJobs()) {
            runs.labels(trigger.getId(), SUCCESS);
            runs.labels(trigger.getId(), FAILURE);
            duration.labels(trigger.getId());
            lastSuccess.labels(trigger.getId());
        }
    }

    void succeeded(@Observes SuccessfulExecution event) {
        ended(event.getExecution(), SUCCESS);
        lastSuccess.labels(event.getExecution().getTrigger().getId()).set(clock.millis() / 1e3);
    }

    void failed(@Observes FailedExecution event) {
        ended(event.getExecution(), FAILURE);
        LOG.warnf("The job %s failed: %s", event.getExecution().getTrigger().getId(), event.getException());
    }

    private void ended(ScheduledExecution execution, String result) {
        String job = execution.getTrigger().getId();
        runs.labels(job, result).inc();
        duration.labels(job).observe(Math.max(0, Duration.between(execution.getFireTime(), clock.instant()).toNanos() / 1e9));
    }
}
