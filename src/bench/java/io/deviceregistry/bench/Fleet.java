package io.deviceregistry.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Devices as the service stores them, put straight into a database: a million over HTTP would take an hour. */
final class Fleet {

    static final String COLLECTION = "devices";
    static final String CHALLENGE = "bench-of-four-words";
    private static final int BATCH = 1_000;
    private static final int SCHEMA = 1;
    private static final long EPOCH = 0x65000000L;
    private static final int OWNED = 0;
    private static final int UNOWNED = 1;

    private final MongoCollection<Document> devices;

    Fleet(MongoDatabase database) {
        this.devices = database.getCollection(COLLECTION);
    }

    /** @return the id of the owner's device of this number */
    static String id(int number) {
        return id(OWNED, number);
    }

    /** @return the id of the unowned device of this number */
    static String unownedId(int number) {
        return id(UNOWNED, number);
    }

    private static String id(int kind, int number) {
        return String.format(Locale.ROOT, "%08x%02x%014x", EPOCH + number, kind, number);
    }

    /** What the device of this number logs in with: as long as those that the service generates. */
    static String secret(int number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256("salt", "secret of " + number));
    }

    void load(String owner, String ownerNick, int count, int unowned) {
        List<Document> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < count; i++) {
            add(batch, document(id(i), i, owner, ownerNick));
        }
        for (int i = 0; i < unowned; i++) {
            add(batch, document(unownedId(i), i, "", null));
        }
        flush(batch);
    }

    private void add(List<Document> batch, Document document) {
        batch.add(document);
        if (batch.size() == BATCH) {
            flush(batch);
        }
    }

    private void flush(List<Document> batch) {
        if (!batch.isEmpty()) {
            devices.insertMany(batch, new InsertManyOptions().ordered(false));
            batch.clear();
        }
    }

    static Document document(String id, int number, String owner, String ownerNick) {
        boolean owned = !owner.isEmpty();
        String nick = (owned ? "device-" : "__unregistered__") + number;
        Date created = Date.from(Instant.ofEpochSecond(EPOCH + number));
        Document document = new Document("_id", new ObjectId(id)).append("schema", SCHEMA).append("nick", nick)
                .append("nickSort", nick).append("owner", owner).append("ownerNick", ownerNick).append("public", false)
                .append("labels", List.of("site=hall-" + number % 10, "line=" + number % 100))
                .append("userMeta", new Document("room", "cellar").append("n", 0L)).append("userMetaSize", 24)
                .append("deviceMeta", new Document("arch", "arm64").append("firmware", "1.4." + number % 20)
                        .append("interfaces", new Document("eth0", "10.0.0." + number % 250).append("wlan0", "")))
                .append("deviceMetaSize", 90).append("secret", hash(number)).append("generation", 1)
                .append("garbage", false).append("timeCreated", created).append("timeModified", created)
                .append("revision", 1L).append("ownerRevision", 1L).append("deviceRevision", 1L);
        return owned
                ? document.append("nickKey", owner + "/" + nick)
                : document.append("challenge", CHALLENGE);
    }

    /** As the service keeps secrets that it made: salted, and by a fast hash. */
    private static String hash(int number) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String salt = "salt of device " + number;
        return "sha256$" + base64.encodeToString(salt.getBytes(StandardCharsets.UTF_8)) + "$"
                + base64.encodeToString(sha256(salt, secret(number)));
    }

    private static byte[] sha256(String salt, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.UTF_8));
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
