package io.deviceregistry.device;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.bson.RawBsonDocument;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.secret.SecretHash;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A device as it is stored. */
@MongoEntity(collection = DeviceDocument.COLLECTION)
@RegisterForReflection
public class DeviceDocument {

    static final String COLLECTION = "devices";
    static final String ID = "_id";
    static final String NICK = "nick";
    static final String NICK_KEY = "nickKey";
    static final String NICK_SORT = "nickSort";
    static final String OWNER = "owner";
    static final String OWNER_NICK = "ownerNick";
    static final String PUBLIC = "public";
    static final String LABELS = "labels";
    static final String USER_META = "userMeta";
    static final String USER_META_SIZE = "userMetaSize";
    static final String DEVICE_META = "deviceMeta";
    static final String DEVICE_META_SIZE = "deviceMetaSize";
    static final String SECRET = "secret";
    static final String CHALLENGE = "challenge";
    static final String GENERATION = "generation";
    static final String GARBAGE = "garbage";
    static final String TIME_CREATED = "timeCreated";
    static final String TIME_MODIFIED = "timeModified";
    static final String REVISION = "revision";
    static final String OWNER_REVISION = "ownerRevision";
    static final String DEVICE_REVISION = "deviceRevision";

    /** Stands for "no owner". */
    static final String NOBODY = "";

    @BsonId
    public ObjectId id;
    public int schema;
    public String nick;
    /** Unique among live devices with an owner; {@code null} for all others. */
    public String nickKey;
    /** In lower case, to sort and filter regardless of case. */
    public String nickSort;
    public String owner;
    public String ownerNick;
    @BsonProperty(PUBLIC)
    public boolean isPublic;
    /** Each as {@code key=value}, because the key of a label may contain dots, which separate fields. */
    public List<String> labels;
    public RawBsonDocument userMeta;
    /** An upper bound of the size of the user-meta as JSON, in bytes; exact after each replacement. */
    public int userMetaSize;
    public RawBsonDocument deviceMeta;
    public int deviceMetaSize;
    public String secret;
    public String challenge;
    public int generation;
    public boolean garbage;
    public Instant timeCreated;
    public Instant timeModified;
    public long revision;
    public long ownerRevision;
    public long deviceRevision;

    static DeviceDocument of(Device device) {
        DeviceDocument document = new DeviceDocument();
        document.id = new ObjectId(device.id().value());
        document.schema = SchemaVersion.CURRENT;
        document.nick = device.nick();
        document.nickSort = nickSort(device.nick());
        document.nickKey = device.owner() == null || device.garbage() ? null : nickKey(device.owner(), device.nick());
        document.owner = device.owner() == null ? NOBODY : device.owner().value();
        document.ownerNick = device.ownerNick();
        document.isPublic = device.isPublic();
        document.labels = labels(device.labels());
        document.userMeta = device.metas().user().bson();
        document.userMetaSize = device.metas().user().size();
        document.deviceMeta = device.metas().device().bson();
        document.deviceMetaSize = device.metas().device().size();
        document.secret = device.credentials().secret().value();
        document.challenge = device.challenge();
        document.generation = device.generation();
        document.garbage = device.garbage();
        document.timeCreated = device.times().created();
        document.timeModified = device.times().modified();
        document.revision = device.revision();
        document.ownerRevision = device.revisions().owner();
        document.deviceRevision = device.revisions().device();
        return document;
    }

    Device toDevice() {
        Optional<Device.Ownership> ownership = owner.equals(NOBODY)
                ? Optional.empty()
                : Optional.of(new Device.Ownership(new Prn(owner), ownerNick));
        return new Device(new DeviceId(id.toHexString()), nick, ownership, isPublic, labels(labels),
                new Device.Metas(StoredJson.of(userMeta), StoredJson.of(deviceMeta)),
                new Device.Credentials(new SecretHash(secret), Optional.ofNullable(challenge), generation), garbage,
                new Device.Times(timeCreated, timeModified), new Device.Revisions(revision, ownerRevision, deviceRevision));
    }

    static String nickKey(Prn owner, String nick) {
        return owner.value() + "/" + nick;
    }

    static String nickSort(String nick) {
        return nick.toLowerCase(Locale.ROOT);
    }

    static List<String> labels(Map<String, String> labels) {
        return labels.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).toList();
    }

    private static Map<String, String> labels(List<String> stored) {
        Map<String, String> labels = new LinkedHashMap<>();
        stored.forEach(label -> {
            int equals = label.indexOf('=');
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        });
        return labels;
    }
}
