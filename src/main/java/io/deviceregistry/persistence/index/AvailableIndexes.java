package io.deviceregistry.persistence.index;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.persistence.StorageLocation;

/** The indexes that queries can name in a hint: a server refuses one that it does not have. */
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

    /** Takes note that somebody dropped an index while the service runs. */
    public void forget(String collection, String name) {
        if (made.remove(collection + "/" + name)) {
            LOG.warnf("The index %s of %s is gone. Queries go on without it, and take longer; the next start creates it again.",
                    name,
                    collection);
        }
    }

    /**
     * Whether to choose the index here. Not with the embedded store: it knows the number of entries between any two and chooses by that.
     */
    public boolean isChosenHere() { return !embedded; }

    /** The name of the index as a hint, if it is there. */
    public Optional<String> hint(String collection, String name) {
        boolean there = name.equals(QueryShape.BY_ID) || made.contains(collection + "/" + name);
        return Optional.of(name).filter(usable -> !embedded && there);
    }
}
