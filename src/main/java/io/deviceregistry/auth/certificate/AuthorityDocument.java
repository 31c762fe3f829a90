package io.deviceregistry.auth.certificate;

import java.time.Instant;
import java.util.Base64;

import org.bson.codecs.pojo.annotations.BsonId;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A certificate authority of an owner, as it is stored.
 *
 * @param id the id of the owner and the fingerprint, so that no authority is registered twice
 * @param certificate base64 of its DER
 * @param slot unique: the owner and a number below the limit, which enforces the limit
 */
@MongoEntity(collection = AuthorityDocument.COLLECTION)
@RegisterForReflection
public record AuthorityDocument(@BsonId String id, int schema, String owner, String certificate, String slot,
        Instant timeCreated) {

    static final String COLLECTION = "authorities";
    static final String OWNER = "owner";
    static final String SLOT = "slot";
    static final String TIME_CREATED = "timeCreated";

    static String id(Prn owner, Fingerprint fingerprint) {
        return owner.id() + " " + fingerprint;
    }

    static String slot(Prn owner, int number) {
        return owner.id() + " " + number;
    }

    static AuthorityDocument of(Authority authority, Prn owner, String slot) {
        return new AuthorityDocument(id(owner, authority.fingerprint()), SchemaVersion.CURRENT, owner.value(),
                Base64.getEncoder().encodeToString(authority.encoded()), slot, authority.timeCreated());
    }

    Authority toAuthority() {
        return new Authority(Authority.decode(Base64.getDecoder().decode(certificate)), timeCreated);
    }
}
