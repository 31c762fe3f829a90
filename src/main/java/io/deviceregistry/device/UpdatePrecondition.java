package io.deviceregistry.device;

import java.util.List;
import java.util.Set;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.Prn;

/**
 * What must hold of a device for a change to happen; it is part of the change's own filter, so nothing can come between.
 *
 * @param owner who must own it, {@code null} for anybody, {@link #NOBODY} for a device without an owner
 * @param revisions one of which the written part must have, {@code null} for any
 * @param generation of the secret that the decision was made by, {@code null} for any
 * @param unwanted revisions that the written part must not have
 */
public record UpdatePrecondition(String id, Prn owner, Set<Long> revisions, Integer generation, Set<Long> unwanted) {

    static final Prn NOBODY = new Prn(DeviceDocument.NOBODY);

    public UpdatePrecondition(String id, Prn owner, Set<Long> revisions) {
        this(id, owner, revisions, null, Set.of());
    }

    /** The same owner as the device has now, also when that is nobody. */
    public static Prn ownerOf(Device device) {
        return device.owner() == null ? NOBODY : device.owner();
    }

    /** The same, while the secret is of this generation. */
    public UpdatePrecondition ofGeneration(int present) {
        return new UpdatePrecondition(id, owner, revisions, present, unwanted);
    }

    /** The same, with this revision and no other. */
    public UpdatePrecondition ofRevision(long revision) {
        return new UpdatePrecondition(id, owner, Set.of(revision), generation, Set.of());
    }

    /** The same, with none of these revisions. */
    public UpdatePrecondition unless(Set<Long> others) {
        return new UpdatePrecondition(id, owner, revisions, generation, others);
    }

    public Document filter(String revisionField) {
        Document filter = new Document(DeviceDocument.ID, new ObjectId(id)).append(DeviceDocument.GARBAGE, false);
        if (owner != null) {
            filter.append(DeviceDocument.OWNER, owner.value());
        }
        Document revision = new Document();
        if (revisions != null) {
            revision.append("$in", List.copyOf(revisions));
        }
        if (!unwanted.isEmpty()) {
            revision.append("$nin", List.copyOf(unwanted));
        }
        if (!revision.isEmpty()) {
            filter.append(revisionField, revision);
        }
        if (generation != null) {
            filter.append(DeviceDocument.GENERATION, generation);
        }
        return filter;
    }

    /** Whether the device is the one that may be changed, whatever its revision. */
    public boolean admits(Device device) {
        return device.id().equals(id) && !device.garbage() && (owner == null || owner.equals(ownerOf(device)))
                && (generation == null || generation == device.generation());
    }

    public boolean isStale(long revision) {
        return revisions != null && !revisions.contains(revision) || unwanted.contains(revision);
    }
}
