package io.deviceregistry.persistence.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.jboss.logging.Logger;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Projections;

import io.deviceregistry.persistence.DatabaseFaults;

/**
 * Creates the indexes of the repositories. Requests do not wait for an index over existing documents: MongoDB allows reads and
 * writes during the build, and the replicas that wrote those documents did not have the index either.
 */
@Singleton
public final class IndexBuilder {

    private static final Logger LOG = Logger.getLogger(IndexBuilder.class);

    private final Instance<IndexedRepository> stores;
    private final AvailableIndexes available;

    IndexBuilder(Instance<IndexedRepository> stores, AvailableIndexes available) {
        this.stores = stores;
        this.available = available;
    }

    /**
     * Creates the unique indexes of empty collections, which is fast, so that they apply to the first writes.
     *
     * @throws MongoException if the database is unavailable
     */
    public void createBeforeServing(MongoDatabase database) {
        for (IndexedRepository store : stores) {
            MongoCollection<Document> collection = database.getCollection(store.collectionName());
            List<IndexModel> unique = wanted(store, IndexBuilder::isUnique);
            List<String> missing = missing(unique, collection);
            if (missing.isEmpty()) {
                continue;
            }
            if (isEmpty(collection)) {
                collection.createIndexes(unique);
            } else {
                LOG.warnf("Until the indexes %s of %s are built, duplicates are not refused", missing, store.collectionName());
            }
        }
    }

    /**
     * Creates all missing indexes, however long it takes; existing ones cost nothing.
     *
     * @throws MongoException if the database is unavailable; an index that it refuses is only logged, because it would refuse it
     *        again
     */
    public void createWhileServing(MongoDatabase database) {
        for (IndexedRepository store : stores) {
            MongoCollection<Document> collection = database.getCollection(store.collectionName());
            // Two commands, so that duplicates, which make the first fail, do not affect the second.
            make(collection, wanted(store, IndexBuilder::isUnique));
            make(collection, wanted(store, Predicate.not(IndexBuilder::isUnique)));
        }
    }

    private void make(MongoCollection<Document> collection, List<IndexModel> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        String name = collection.getNamespace().getCollectionName();
        List<String> missing = missing(indexes, collection);
        boolean takesTime = !missing.isEmpty() && !isEmpty(collection);
        if (takesTime) {
            LOG.infof("Building %s of %s", missing, name);
        }
        try {
            collection.createIndexes(indexes);
        } catch (MongoException e) {
            if (DatabaseFaults.isUnavailable(e)) {
                throw e;
            }
            LOG.errorf("The database refused to build %s of %s: %s", missing, name, e.getMessage());
            return;
        }
        available.add(name, indexes.stream().map(index -> index.getOptions().getName()).toList());
        if (takesTime) {
            LOG.infof("Built %s of %s", missing, name);
        }
    }

    private static List<IndexModel> wanted(IndexedRepository store, Predicate<IndexModel> kind) {
        return store.indexes().stream().filter(kind).toList();
    }

    /** Compares them by name. */
    private static List<String> missing(List<IndexModel> wanted, MongoCollection<Document> collection) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Set<String> present = new HashSet<>();
        collection.listIndexes().forEach(index -> present.add(index.getString("name")));
        return wanted.stream().map(index -> index.getOptions().getName()).filter(name -> !present.contains(name)).toList();
    }

    private static boolean isEmpty(MongoCollection<Document> collection) {
        return collection.find().projection(Projections.include("_id")).first() == null;
    }

    private static boolean isUnique(IndexModel index) {
        return index.getOptions().isUnique();
    }
}
