package io.deviceregistry.certificate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;

import io.deviceregistry.account.Prn;
import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.SchemaVersion;
import io.deviceregistry.storage.TimedCollections;

/** Registered and revoked certificates of devices, in the database. */
@Singleton
public class CertificateStore implements IndexedStore {

    private static final String ID = "_id";
    private static final String BY_DEVICE = "device";

    private final Supplier<MongoCollection<CertificateDocument>> certificates;
    private final Clock clock;

    CertificateStore(TimedCollections collections, Clock clock) {
        this.certificates = collections.get(CertificateDocument.COLLECTION, CertificateDocument.class);
        this.clock = clock;
    }

    @Override
    public String collection() {
        return CertificateDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.ascending(CertificateDocument.DEVICE), new IndexOptions().name(BY_DEVICE)));
    }

    @Override
    public List<QueryShape> queries() {
        return List.of(QueryShape.of(QueryShape.BY_ID, ID), QueryShape.of(BY_DEVICE, CertificateDocument.DEVICE));
    }

    /** What the owner said about this certificate, if anything. */
    Optional<CertificateDocument> find(String device, Prn owner, Fingerprint fingerprint) {
        CertificateDocument found = certificates.get().find(new Document(ID, CertificateDocument.id(device, fingerprint)))
                .first();
        return Optional.ofNullable(found).filter(document -> document.isOf(owner));
    }

    /** All that the owner said about certificates of this device. */
    List<CertificateDocument> of(String device, Prn owner) {
        List<CertificateDocument> found = new ArrayList<>();
        certificates.get().find(new Document(CertificateDocument.DEVICE, device)).forEach(document -> {
            if (document.isOf(owner)) {
                found.add(document);
            }
        });
        return found;
    }

    void say(String device, Prn owner, Fingerprint fingerprint, boolean revoked) {
        Instant now = clock.instant();
        certificates.get().updateOne(new Document(ID, CertificateDocument.id(device, fingerprint)), Updates.combine(
                Updates.set(CertificateDocument.OWNER, owner.value()),
                Updates.set(CertificateDocument.REVOKED, revoked),
                Updates.set(CertificateDocument.TIME_MODIFIED, now),
                Updates.setOnInsert(CertificateDocument.DEVICE, device),
                Updates.setOnInsert(CertificateDocument.SHA256, fingerprint.value()),
                Updates.setOnInsert(CertificateDocument.TIME_CREATED, now),
                Updates.setOnInsert(CertificateDocument.SCHEMA, SchemaVersion.CURRENT)), new UpdateOptions().upsert(true));
    }
}
