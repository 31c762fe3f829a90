package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.NOBODY;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.persistence.CollectionCount;
import io.deviceregistry.persistence.StorageConfig;

/** Counts devices: all of them by the metadata of the collection, the smaller subsets by an index. */
@Singleton
public final class DeviceCounts {

    /**
     * How many devices there are.
     *
     * @param claimed with an owner, live: all others are counted, so this is the rest
     * @param unclaimed without an owner, live
     * @param garbage discarded
     * @param publicDevices live and public
     */
    public record Count(long claimed, long unclaimed, long garbage, long publicDevices) {
    }

    private final DeviceRepository devices;
    private final StorageConfig config;
    private final CollectionCount total;

    DeviceCounts(DeviceRepository devices, StorageConfig config, CollectionCount total) {
        this.total = total;
        this.devices = devices;
        this.config = config;
    }

    public Count count() {
        MongoCollection<DeviceDocument> collection = devices.collectionWithin(config.countTimeout().toMillis());
        long garbage = collection.countDocuments(new Document(GARBAGE, true));
        long unclaimed = collection.countDocuments(new Document(OWNER, NOBODY).append(GARBAGE, false));
        long publicDevices = collection.countDocuments(new Document(PUBLIC, true).append(GARBAGE, false));
        long all = total.of(collection);
        return new Count(Math.max(0, all - unclaimed - garbage), unclaimed, garbage, publicDevices);
    }
}
