package io.deviceregistry.embedded.recovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.Page;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.deviceregistry.embedded.EmbeddedDatabase;
import io.deviceregistry.embedded.ReopeningBackend;
import io.deviceregistry.embedded.file.OpenFile;
import io.deviceregistry.embedded.file.StoreCopy;
import io.deviceregistry.embedded.file.StoreFiles;
import io.deviceregistry.embedded.value.EncodedDocument;
import io.netty.channel.embedded.EmbeddedChannel;

/** A new store, to be filled with the readable documents of a damaged one. */
final class SavedDocuments implements AutoCloseable {

    /**
     * The result for a collection.
     *
     * @param lost how many documents are lost, if known
     * @param doubtful how many of the documents that were read are in damaged parts of the file, and may be wrong
     */
    record Count(long read, OptionalLong lost, long doubtful) {

        @Override
        public String toString() {
            return read + " documents read, "
                    + (lost.isPresent() ? lost.getAsLong() + " lost" : "how many are lost is not known")
                    + (doubtful == 0 ? "" : ", " + doubtful + " of damaged parts: look at them");
        }
    }

    private static final int BATCH = 500;

    private final ReopeningBackend target;
    private final EmbeddedChannel nobody = new EmbeddedChannel();
    private final Map<String, Count> counts = new HashMap<>();
    private final List<Document> batch = new ArrayList<>();

    SavedDocuments(Path file) {
        target = new ReopeningBackend(new StoreFiles(file));
    }

    Map<String, Count> counts() {
        return counts;
    }

    /** Copies every document of the newest state; returns false if it has no collection. */
    boolean addTree(OpenFile source) {
        List<String> maps = source.store().getMapNames().stream().filter(SavedDocuments::isCollection).toList();
        maps.forEach(map -> addTree(source, map));
        return !maps.isEmpty();
    }

    private static boolean isCollection(String map) {
        return map.startsWith(EmbeddedDatabase.COLLECTION_PREFIX) && !map.endsWith("._namespaces") && !map.contains(".system.");
    }

    private void addTree(OpenFile source, String map) {
        String collection = map.substring(EmbeddedDatabase.COLLECTION_PREFIX.length());
        TreeReader reader = new TreeReader(source, document -> add(collection, document));
        try {
            MVMap<Object, Object> documents = StoreCopy.open(source.store(), map);
            Page<Object, Object> root = documents.getRootPage();
            reader.read(root);
            flush(collection);
            counts.put(collection,
                    new Count(reader.read(), OptionalLong.of(root.getTotalCount() - reader.read()), reader.doubtful()));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            flush(collection);
            counts.put(collection, new Count(reader.read(), OptionalLong.empty(), reader.doubtful()));
        }
    }

    /** Copies the newest version of each document that is found anywhere. */
    void addLeaves(LeafScan scan) {
        scan.forEach((map, documents) -> {
            if (isCollection(map)) {
                String collection = map.substring(EmbeddedDatabase.COLLECTION_PREFIX.length());
                documents.forEach(document -> add(collection, document));
                flush(collection);
                OptionalLong size = scan.size(map);
                counts.put(collection, new Count(documents.size(),
                        size.isPresent()
                                ? OptionalLong.of(Math.max(0, size.getAsLong() - documents.size()))
                                : OptionalLong.empty(),
                        0));
            }
        });
    }

    private void add(String collection, Object document) {
        if (EncodedDocument.expand(document) instanceof Document found) {
            batch.add(found);
        }
        if (batch.size() == BATCH) {
            flush(collection);
        }
    }

    private void flush(String collection) {
        if (!batch.isEmpty()) {
            Document insert = new Document("insert", Utils.getCollectionNameFromFullName(collection))
                    .append("documents", new ArrayList<>(batch)).append("ordered", false);
            batch.clear();
            target.handleCommand(nobody, Utils.getDatabaseNameFromFullName(collection), "insert", insert);
        }
    }

    @Override
    public void close() {
        target.close();
        nobody.close();
    }
}
