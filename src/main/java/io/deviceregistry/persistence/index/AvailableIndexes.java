package io.deviceregistry.persistence.index;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.persistence.StorageLocation;

/** The existing indexes, which queries can use as hints: a server refuses a hint for an index that does not exist. */
@Singleton
public final class AvailableIndexes {

    private static final Logger LOG = Logger.getLogger(AvailableIndexes.class);

    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final boolean embedded;

    AvailableIndexes(StorageLocation location) {
        this.embedded = location.isEmbedded();
    }

    public void add(String collection, Collection<String> names) {
        names.forEach(name -> made.add(collection + "/" + name));
    }

    /** Removes an index that somebody dropped while the service runs. */
    public void forget(String collection, String name) {
        if (made.remove(collection + "/" + name)) {
            LOG.warnf(
                    "The index %s of %s has been dropped. Queries continue without it and take longer; the next start creates it again.",
                    name,
                    collection);
        }
    }

    /**
     * Whether the service chooses indexes. The embedded store chooses by itself, because it knows the exact number of entries in
     * any range.
     */
    public boolean isChosenHere() { return !embedded; }

    /** The index as a hint, if it exists. */
    public Optional<String> hint(String collection, String name) {
        boolean there = name.equals(QueryShape.BY_ID) || made.contains(collection + "/" + name);
        return Optional.of(name).filter(usable -> !embedded && there);
    }
}
