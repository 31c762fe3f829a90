package io.deviceregistry.device;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.Document;

import io.deviceregistry.persistence.index.AvailableIndexes;

/**
 * Chooses the index for a listing. Most listings have an index that covers all of their conditions and their order. If one index
 * covers a condition and another one the order, the former is used if few devices match, which are then sorted in memory;
 * otherwise the latter finds enough matching devices soon. The query planner of the server would have to guess, and guesses wrong
 * without statistics (FerretDB) or with a plan that it cached for another value (MongoDB).
 */
@Singleton
public class ListingIndex {

    /** Sorting this many documents takes about ten milliseconds. */
    static final int FEW = 10_000;

    private final DeviceRepository devices;
    private final AvailableIndexes available;

    ListingIndex(DeviceRepository devices, AvailableIndexes available) {
        this.devices = devices;
        this.available = available;
    }

    /** The index to use as a hint; empty to let the database choose. */
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
