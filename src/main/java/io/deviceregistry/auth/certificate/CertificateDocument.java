package io.deviceregistry.auth.certificate;

import java.time.Instant;

import org.bson.codecs.pojo.annotations.BsonId;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A certificate that an owner registered or revoked for a device.
 *
 * @param id the id of the device and the fingerprint
 * @param owner who registered or revoked it: counts only while the device belongs to this owner
 * @param slot unique, only if registered: the device, its owner and a number below the limit, which enforces the limit
 */
@MongoEntity(collection = CertificateDocument.COLLECTION)
@RegisterForReflection
public record CertificateDocument(@BsonId String id, int schema, String device, String owner, String sha256, boolean revoked,
        String slot, Instant timeCreated, Instant timeModified) {

    static final String COLLECTION = "certificates";
    static final String SCHEMA = "schema";
    static final String DEVICE = "device";
    static final String OWNER = "owner";
    static final String SHA256 = "sha256";
    static final String REVOKED = "revoked";
    static final String SLOT = "slot";
    static final String TIME_CREATED = "timeCreated";
    static final String TIME_MODIFIED = "timeModified";

    static String id(DeviceId device, Fingerprint fingerprint) {
        return device + " " + fingerprint;
    }

    static String slot(DeviceId device, Prn owner, int number) {
        return device + " " + owner.id() + " " + number;
    }

    boolean isOf(Prn present) {
        return present.value().equals(owner);
    }
}
