package io.deviceregistry.device;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.Document;

import io.deviceregistry.persistence.index.AvailableIndexes;

/**
 * Chooses the index that a listing reads. Most listings have one that narrows by all of their conditions and has their order. Where a
 * condition is in one index and the order in another, the condition's is read if it leaves few devices, which are then sorted;
 * otherwise enough of them are met soon in the listing's order. A server's own planner guesses which it is, and guesses badly while
 * it has no statistics (FerretDB) or remembers the choice that was right for another value (MongoDB).
 */
@Singleton
public class ListingIndex {

    /** So many documents are sorted in some ten milliseconds. */
    static final int FEW = 10_000;

    private final DeviceRepository devices;
    private final AvailableIndexes available;

    ListingIndex(DeviceRepository devices, AvailableIndexes available) {
        this.devices = devices;
        this.available = available;
    }

    /** The index to name in the query; empty where the database is to choose. */
    public Optional<String> of(DeviceQuery query) {
        if (!available.isChosenHere()) {
            return Optional.empty();
        }
        String index = query.indexOfOne().orElseGet(() -> query.narrowing().entrySet().stream()
                .filter(narrowing -> !narrowing.getKey().equals(query.indexInOrder()) && leavesFew(narrowing))
                .map(Map.Entry::getKey).findFirst().orElseGet(query::indexInOrder));
        return available.hint(DeviceDocument.COLLECTION, index);
    }

    private boolean leavesFew(Map.Entry<String, Document> narrowing) {
        return devices.hasAtMost(FEW, narrowing.getValue(), available.hint(DeviceDocument.COLLECTION, narrowing.getKey()));
    }
}
