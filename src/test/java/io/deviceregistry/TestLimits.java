package io.deviceregistry;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

import io.deviceregistry.auth.hashing.HashQueueConfig;
import io.deviceregistry.device.LabelsConfig;
import io.deviceregistry.http.admission.AdmissionConfig;
import io.deviceregistry.http.body.BodyConfig;
import io.deviceregistry.http.connection.ConnectionConfig;
import io.deviceregistry.http.json.JsonConfig;
import io.deviceregistry.meta.MetaConfig;
import io.quarkus.runtime.configuration.MemorySize;

/** The default limits, for tests without Quarkus. */
public final class TestLimits
        implements
            BodyConfig,
            AdmissionConfig,
            ConnectionConfig,
            JsonConfig,
            MetaConfig,
            LabelsConfig,
            HashQueueConfig {

    private final int passwordQueue;

    public TestLimits() {
        this(64);
    }

    /** With another length of the queue for hashes. */
    public TestLimits(int passwordQueue) {
        this.passwordQueue = passwordQueue;
    }

    @Override
    public MemorySize requestBody() {
        return new MemorySize(BigInteger.valueOf(1 << 20));
    }

    @Override
    public MemorySize meta() {
        return new MemorySize(BigInteger.valueOf(256 << 10));
    }

    @Override
    public int nesting() {
        return 32;
    }

    @Override
    public int labels() {
        return 64;
    }

    @Override
    public int passwordQueue() {
        return passwordQueue;
    }

    @Override
    public int requestsInFlight() {
        return 256;
    }

    @Override
    public Optional<MemorySize> bodiesInFlight() {
        return Optional.empty();
    }

    @Override
    public Duration bodyTime() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Optional<MemorySize> bodiesArriving() {
        return Optional.empty();
    }

    @Override
    public Optional<MemorySize> unreadAnswers() {
        return Optional.empty();
    }

    @Override
    public Duration readTime() {
        return Duration.ofSeconds(30);
    }
}
