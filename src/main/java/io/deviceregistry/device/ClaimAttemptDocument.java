package io.deviceregistry.device;

import java.time.Instant;

import org.bson.codecs.pojo.annotations.BsonId;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** How often somebody, or everybody, was wrong about a device's challenge. */
@RegisterForReflection
public class ClaimAttemptDocument {

    static final String COLLECTION = "claim-attempts";
    static final String SCHEMA = "schema";
    static final String FAILURES = "failures";
    static final String LAST = "last";

    /** The device's id, with the caller's PRN behind it where it counts that caller alone. */
    @BsonId
    public String id;
    public int schema;
    public int failures;
    public Instant last;
}
