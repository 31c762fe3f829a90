package io.deviceregistry.auth.certificate;

import java.time.Instant;
import java.util.Base64;

import org.bson.codecs.pojo.annotations.BsonId;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A certificate authority of an owner, as it is stored. */
@RegisterForReflection
public class AuthorityDocument {

    static final String COLLECTION = "authorities";
    static final String OWNER = "owner";
    static final String SLOT = "slot";
    static final String TIME_CREATED = "timeCreated";

    /** The owner's id and the fingerprint, so that one authority is registered once. */
    @BsonId
    public String id;
    public int schema;
    public String owner;
    /** The certificate: base64 of its DER. */
    public String certificate;
    /** Unique: the owner and a number below the limit, so that no more can be registered. */
    public String slot;
    public Instant timeCreated;

    static String id(Prn owner, Fingerprint fingerprint) {
        return owner.id() + " " + fingerprint;
    }

    static String slot(Prn owner, int number) {
        return owner.id() + " " + number;
    }

    static AuthorityDocument of(Authority authority, Prn owner, String slot) {
        AuthorityDocument document = new AuthorityDocument();
        document.id = id(owner, authority.fingerprint());
        document.schema = SchemaVersion.CURRENT;
        document.owner = owner.value();
        document.certificate = Base64.getEncoder().encodeToString(authority.encoded());
        document.slot = slot;
        document.timeCreated = authority.timeCreated();
        return document;
    }

    Authority toAuthority() {
        return new Authority(Authority.decode(Base64.getDecoder().decode(certificate)), timeCreated);
    }
}
