package io.deviceregistry.persistence;

import java.util.List;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import com.mongodb.client.model.IndexModel;

import io.deviceregistry.persistence.index.AvailableIndexes;
import io.deviceregistry.persistence.index.IndexedRepository;

/** Waits until the service has built its indexes. */
@Singleton
public class IndexBuildsDone {

    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final AvailableIndexes available;
    private final Instance<IndexedRepository> stores;

    IndexBuildsDone(AvailableIndexes available, @Any Instance<IndexedRepository> stores) {
        this.available = available;
        this.stores = stores;
    }

    public void await() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!stores.stream().allMatch(this::areMade)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the indexes are not built");
            }
            Thread.sleep(100);
        }
    }

    private boolean areMade(IndexedRepository store) {
        List<String> names = store.indexes().stream().map(IndexModel::getOptions).map(options -> options.getName()).toList();
        return names.stream().allMatch(name -> available.hint(store.collectionName(), name).isPresent());
    }
}
