package io.deviceregistry.autotoken;

import java.time.Instant;
import java.util.Optional;

import org.bson.RawBsonDocument;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.json.StoredJson;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An auto-assign token as it is stored: with the hash of the token only. */
@MongoEntity(collection = AutoTokenDocument.COLLECTION)
@RegisterForReflection
public class AutoTokenDocument {

    static final String COLLECTION = "tokens";
    static final String HASH = "hash";
    static final String OWNER = "owner";
    static final String DEFAULT_USER_META_SIZE = "defaultUserMetaSize";
    static final String DISABLED = "disabled";
    static final String EXPIRES = "expires";
    static final String REMAINING = "remaining";
    static final String USES = "uses";
    static final String TIME_CREATED = "timeCreated";
    static final String TIME_MODIFIED = "timeModified";

    /** Stands for "never", so that one comparison serves tokens with and without an end. No request can give a time this late. */
    static final Instant NEVER = Instant.parse("+10000-01-01T00:00:00Z");
    /** Stands for "any number", likewise. */
    static final long UNLIMITED = Long.MAX_VALUE / 2;

    @BsonId
    public ObjectId id;
    public int schema;
    public String nick;
    public String owner;
    public String ownerNick;
    public String hash;
    public RawBsonDocument defaultUserMeta;
    public int defaultUserMetaSize;
    public boolean disabled;
    public Instant expires;
    public Long maxUses;
    public long remaining;
    public long uses;
    public Instant timeCreated;
    public Instant timeModified;

    static AutoTokenDocument of(AutoToken token, String hash) {
        AutoTokenDocument document = new AutoTokenDocument();
        document.id = new ObjectId(token.id());
        document.schema = SchemaVersion.CURRENT;
        document.nick = token.nick();
        document.owner = token.owner().prn().value();
        document.ownerNick = token.owner().nick();
        document.hash = hash;
        document.defaultUserMeta = token.defaultUserMeta().bson();
        document.defaultUserMetaSize = token.defaultUserMeta().size();
        document.disabled = token.validity().disabled();
        document.expires = token.validity().expires().orElse(NEVER);
        document.maxUses = token.validity().maxUses().orElse(null);
        document.remaining = token.validity().maxUses().orElse(UNLIMITED);
        document.uses = token.validity().uses();
        document.timeCreated = token.times().created();
        document.timeModified = token.times().modified();
        return document;
    }

    AutoToken toToken() {
        AutoToken.Validity validity = new AutoToken.Validity(disabled,
                Optional.ofNullable(expires).filter(end -> !NEVER.equals(end)), Optional.ofNullable(maxUses), uses);
        return new AutoToken(id.toHexString(), nick, new AutoToken.Owner(new Prn(owner), ownerNick),
                StoredJson.of(defaultUserMeta), validity, new AutoToken.Times(timeCreated, timeModified));
    }
}
