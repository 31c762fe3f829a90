package io.deviceregistry.storage.embedded;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.h2.H2Database;

/** Opens its collections as {@link IndexedCollection}s. */
final class IndexedDatabase extends H2Database {

    private static final String DATA_PREFIX = "databases.";
    private static final String META_PREFIX = "meta.";

    // Not a final field set here: the super constructor opens collections already.
    private MVStore store;

    IndexedDatabase(String databaseName, MVStore store, CursorRegistry cursors) {
        super(databaseName, Opening.with(store), cursors);
        this.store = store;
        Opening.done();
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String collectionName, CollectionOptions options) {
        MVStore mvStore = store == null ? Opening.store() : store;
        String fullName = getDatabaseName() + "." + collectionName;
        return new IndexedCollection(this, collectionName, options, mvStore.openMap(DATA_PREFIX + fullName),
                mvStore.openMap(META_PREFIX + fullName), cursorRegistry);
    }

    /** Carries the store past the super constructor, which calls back before it can be kept. */
    private static final class Opening {

        private static final ThreadLocal<MVStore> STORE = new ThreadLocal<>();

        static MVStore with(MVStore store) {
            STORE.set(store);
            return store;
        }

        static MVStore store() {
            return STORE.get();
        }

        static void done() {
            STORE.remove();
        }
    }
}
