package io.deviceregistry.device;

import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.model.CountOptions;

import io.deviceregistry.persistence.index.MadeIndexes;

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

    private final DeviceIndexes repository;
    private final MadeIndexes made;

    ListingIndex(DeviceIndexes repository, MadeIndexes made) {
        this.repository = repository;
        this.made = made;
    }

    /** The index to name in the query; empty where the database is to choose. */
    public Optional<String> of(DeviceQuery query) {
        if (!made.isChosenHere()) {
            return Optional.empty();
        }
        String index = query.indexOfOne().orElseGet(() -> query.narrowing().entrySet().stream()
                .filter(narrowing -> !narrowing.getKey().equals(query.indexInOrder()) && leavesFew(narrowing))
                .map(Map.Entry::getKey).findFirst().orElseGet(query::indexInOrder));
        return made.hint(DeviceDocument.COLLECTION, index);
    }

    private boolean leavesFew(Map.Entry<String, Document> narrowing) {
        CountOptions bounded = new CountOptions().limit(FEW + 1);
        made.hint(DeviceDocument.COLLECTION, narrowing.getKey()).ifPresent(bounded::hintString);
        return repository.devices().countDocuments(narrowing.getValue(), bounded) <= FEW;
    }
}
