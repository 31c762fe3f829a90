package io.deviceregistry.auth.certificate;

import java.time.Instant;

import org.bson.codecs.pojo.annotations.BsonId;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What an owner said about one certificate for one device. */
@MongoEntity(collection = CertificateDocument.COLLECTION)
@RegisterForReflection
public class CertificateDocument {

    static final String COLLECTION = "certificates";
    static final String SCHEMA = "schema";
    static final String DEVICE = "device";
    static final String OWNER = "owner";
    static final String SHA256 = "sha256";
    static final String REVOKED = "revoked";
    static final String SLOT = "slot";
    static final String TIME_CREATED = "timeCreated";
    static final String TIME_MODIFIED = "timeModified";

    /** The device's id and the fingerprint. */
    @BsonId
    public String id;
    public int schema;
    public String device;
    /** Who said it: it counts only while the device belongs to this owner. */
    public String owner;
    public String sha256;
    public boolean revoked;
    /** Unique; only of a registered one: the device, its owner and a number below the limit, so that no more can be registered. */
    public String slot;
    public Instant timeCreated;
    public Instant timeModified;

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
