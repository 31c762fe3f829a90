package io.deviceregistry.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.bson.Document;
import org.bson.types.ObjectId;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

import io.deviceregistry.TestDatabase;
import io.deviceregistry.TestStorage;
import io.deviceregistry.identity.Prn;

/** A server's database with many devices in it, half of them of one owner, before the service starts and builds its indexes. */
public class FilledStorage extends TestStorage {

    static final ObjectId OWNER = new ObjectId("6a0000000000000000000001");
    static final String NICK = "fleet";
    static final int DEVICES = 100_000;

    private static final int BATCH = 5_000;
    private static final int OTHER_OWNERS = 50;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = super.start();
        if (TestDatabase.isExternal()) {
            try (MongoClient client = MongoClients.create(settings.get("quarkus.mongodb.connection-string"))) {
                fill(client.getDatabase(settings.get("quarkus.mongodb.database")).getCollection(DeviceDocument.COLLECTION));
            }
        }
        return settings;
    }

    private static void fill(MongoCollection<Document> devices) {
        Random random = new Random(19);
        List<Document> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < DEVICES; i++) {
            batch.add(device(i, random));
            if (batch.size() == BATCH) {
                devices.insertMany(batch);
                batch.clear();
            }
        }
    }

    private static Document device(int i, Random random) {
        boolean ofFleet = i % 2 == 0;
        String owner = Prn.ofAccount(ofFleet ? OWNER.toHexString() : "%024x".formatted(i % OTHER_OWNERS)).value();
        Instant created = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * i);
        String nick = "Sensor_%06d".formatted(random.nextInt(1_000_000)) + "_" + i;
        return new Document(DeviceDocument.ID, new ObjectId("%08x%016x".formatted(created.getEpochSecond(), random.nextLong())))
                .append("schema", 1).append(DeviceDocument.NICK, nick)
                .append(DeviceDocument.NICK_KEY, owner + "/" + nick)
                .append(DeviceDocument.NICK_SORT, DeviceDocument.nickSort(nick)).append(DeviceDocument.OWNER, owner)
                .append(DeviceDocument.OWNER_NICK, ofFleet ? NICK : "other" + i % OTHER_OWNERS)
                .append(DeviceDocument.PUBLIC, i % 1_000 == 0).append(DeviceDocument.LABELS, List.of())
                .append(DeviceDocument.USER_META, new Document("site", "north")).append(DeviceDocument.USER_META_SIZE, 16)
                .append(DeviceDocument.DEVICE_META, new Document("arch", "arm64")).append(DeviceDocument.DEVICE_META_SIZE, 16)
                .append(DeviceDocument.SECRET, "none").append(DeviceDocument.GENERATION, 0)
                .append(DeviceDocument.GARBAGE, false)
                .append(DeviceDocument.TIME_CREATED, Date.from(created))
                .append(DeviceDocument.TIME_MODIFIED, Date.from(created.plusSeconds(random.nextInt(10_000_000))))
                .append(DeviceDocument.REVISION, 1L).append(DeviceDocument.OWNER_REVISION, 1L)
                .append(DeviceDocument.DEVICE_REVISION, 0L);
    }
}
