package io.deviceregistry.auth.certificate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;

import com.mongodb.MongoException;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.account.AccountRemoved;
import io.deviceregistry.auth.DeviceReleased;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** Registered and revoked certificates of devices, in the database. */
@Singleton
public class CertificateRepository extends DeadlineRepository<CertificateDocument, String> implements IndexedRepository {

    private static final String ID = "_id";
    private static final String BY_DEVICE = "device-revoked";
    private static final String BY_OWNER = "owner";
    private static final String BY_SLOT = "slot";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final Clock clock;

    CertificateRepository(RequestDeadline deadline, Clock clock) {
        super(deadline);
        this.clock = clock;
    }

    @Override
    public String collectionName() {
        return CertificateDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(
                new IndexModel(Indexes.ascending(CertificateDocument.DEVICE, CertificateDocument.REVOKED),
                        new IndexOptions().name(BY_DEVICE)),
                new IndexModel(Indexes.ascending(CertificateDocument.OWNER), new IndexOptions().name(BY_OWNER)),
                new IndexModel(Indexes.ascending(CertificateDocument.SLOT),
                        new IndexOptions().name(BY_SLOT).unique(true).sparse(true)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID),
                QueryShape.of(BY_DEVICE, CertificateDocument.DEVICE)
                        .testing("nearly all are of one owner, and older", CertificateDocument.OWNER,
                                CertificateDocument.TIME_MODIFIED),
                QueryShape.of(BY_DEVICE, CertificateDocument.DEVICE, CertificateDocument.REVOKED)
                        .testing("a device has few registered certificates", CertificateDocument.OWNER),
                QueryShape.of(BY_OWNER, CertificateDocument.OWNER)
                        .testing("nearly all are older than the removal of their owner", CertificateDocument.TIME_CREATED));
    }

    @Override
    public Set<String> constraints() {
        return Set.of(BY_SLOT);
    }

    /** The entry of the owner for this certificate, if any. */
    Optional<CertificateDocument> statement(DeviceId device, Prn owner, Fingerprint fingerprint) {
        return first(new Document(ID, CertificateDocument.id(device, fingerprint))).filter(document -> document.isOf(owner));
    }

    /** All entries of the owner for certificates of this device. */
    List<CertificateDocument> of(DeviceId device, Prn owner) {
        List<CertificateDocument> found = new ArrayList<>();
        collection().find(new Document(CertificateDocument.DEVICE, device.value())).forEach(document -> {
            if (document.isOf(owner)) {
                found.add(document);
            }
        });
        return found;
    }

    /**
     * Registers a certificate. Each registered certificate occupies a slot, so that concurrent requests cannot register more of
     * them than there are slots.
     *
     * @return false if all slots are taken
     */
    boolean register(DeviceId device, Prn owner, Fingerprint fingerprint, int slots) {
        List<String> taken = new ArrayList<>();
        for (CertificateDocument other : registered(device, owner)) {
            if (other.sha256().equals(fingerprint.value())) {
                return true;
            }
            taken.add(other.slot());
        }
        return IntStream.range(0, slots).mapToObj(number -> CertificateDocument.slot(device, owner, number))
                .filter(slot -> !taken.contains(slot))
                .anyMatch(slot -> say(device, owner, fingerprint, false, Updates.set(CertificateDocument.SLOT, slot)));
    }

    private List<CertificateDocument> registered(DeviceId device, Prn owner) {
        List<CertificateDocument> found = new ArrayList<>();
        collection().find(new Document(CertificateDocument.DEVICE, device.value()).append(CertificateDocument.REVOKED, false)
                .append(CertificateDocument.OWNER, owner.value())).forEach(found::add);
        return found;
    }

    /** Revokes a certificate, registered or not. There is no limit, because a stolen certificate must be revoked at once. */
    boolean revoke(DeviceId device, Prn owner, Fingerprint fingerprint) {
        return say(device, owner, fingerprint, true, Updates.unset(CertificateDocument.SLOT));
    }

    /** The entry of one owner never replaces that of another one unless {@link #forgetFormerOwner} was called. */
    private boolean say(DeviceId device, Prn owner, Fingerprint fingerprint, boolean revoked, Bson slot) {
        Instant now = clock.instant();
        Document filter = new Document(ID, CertificateDocument.id(device, fingerprint))
                .append(CertificateDocument.OWNER, owner.value());
        try {
            collection().updateOne(filter, Updates.combine(slot,
                    Updates.set(CertificateDocument.REVOKED, revoked),
                    Updates.set(CertificateDocument.TIME_MODIFIED, now),
                    Updates.setOnInsert(CertificateDocument.DEVICE, device.value()),
                    Updates.setOnInsert(CertificateDocument.SHA256, fingerprint.value()),
                    Updates.setOnInsert(CertificateDocument.TIME_CREATED, now),
                    Updates.setOnInsert(CertificateDocument.SCHEMA, SchemaVersion.CURRENT)), UPSERT);
            return true;
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            return false;
        }
    }

    /** The owner who registered or revoked this certificate, if any. */
    Optional<Prn> speaker(DeviceId device, Fingerprint fingerprint) {
        return first(new Document(ID, CertificateDocument.id(device, fingerprint))).map(document -> new Prn(document.owner()));
    }

    /** Deletes the entry of a former owner for this certificate. */
    void forgetFormerOwner(DeviceId device, Prn former, Fingerprint fingerprint) {
        collection().deleteOne(new Document(ID, CertificateDocument.id(device, fingerprint))
                .append(CertificateDocument.OWNER, former.value()));
    }

    /** Deletes what owners have registered and revoked for a device that they no longer have. */
    void forget(@Observes DeviceReleased release) {
        Document filter = new Document(CertificateDocument.DEVICE, release.device().value())
                .append(CertificateDocument.TIME_MODIFIED, new Document("$lte", release.before()));
        release.owner().ifPresent(owner -> filter.append(CertificateDocument.OWNER, owner.value()));
        collection().deleteMany(filter);
    }

    /** Deletes the entries of a removed account. */
    void forget(@Observes AccountRemoved removal) {
        collection().deleteMany(new Document(CertificateDocument.OWNER, removal.account().value())
                .append(CertificateDocument.TIME_CREATED, new Document("$lte", removal.before())));
    }
}
