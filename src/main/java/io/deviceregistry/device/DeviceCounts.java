package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.NOBODY;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.WholeCount;

/** Counts devices: all of them by the collection's own count, the smaller parts by an index. */
@Singleton
public final class DeviceCounts {

    /**
     * How many devices there are.
     *
     * @param claimed with an owner, live
     * @param unclaimed without an owner, live
     * @param garbage retired by their owners
     * @param shared live and public
     */
    public record Count(long claimed, long unclaimed, long garbage, long shared) {
    }

    private final MongoCollection<DeviceDocument> devices;
    private final WholeCount whole;

    DeviceCounts(TimedCollections collections, WholeCount whole) {
        this.whole = whole;
        this.devices = collections.getForCounting(DeviceDocument.COLLECTION, DeviceDocument.class);
    }

    public Count count() {
        long garbage = devices.countDocuments(new Document(GARBAGE, true));
        long unclaimed = devices.countDocuments(new Document(OWNER, NOBODY).append(GARBAGE, false));
        long shared = devices.countDocuments(new Document(PUBLIC, true).append(GARBAGE, false));
        long all = whole.of(devices);
        return new Count(Math.max(0, all - unclaimed - garbage), unclaimed, garbage, shared);
    }
}
