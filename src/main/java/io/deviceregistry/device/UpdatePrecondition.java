package io.deviceregistry.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;

/**
 * What must hold of a device for a change to happen; it is part of the change's own filter, so nothing can come between.
 *
 * @param owner who must own it, {@link #NOBODY} for a device without an owner; empty for anybody
 * @param revisions one of which the written part must have; empty for any
 * @param generation of the secret that the decision was made by; empty for any
 * @param unwanted revisions that the written part must not have
 */
public record UpdatePrecondition(DeviceId id, Optional<Prn> owner, Optional<Set<Long>> revisions, Optional<Integer> generation,
        Set<Long> unwanted) {

    static final Prn NOBODY = new Prn(DeviceDocument.NOBODY);

    /** That the device is live. */
    public static UpdatePrecondition of(DeviceId id) {
        return new UpdatePrecondition(id, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** The present owner of the device, or none if it has none. */
    public static Prn ownerOf(Device device) {
        return device.owner() == null ? NOBODY : device.owner();
    }

    /** The same, while this is its owner. */
    public UpdatePrecondition ownedBy(Prn present) {
        return new UpdatePrecondition(id, Optional.of(present), revisions, generation, unwanted);
    }

    /** The same, with one of these revisions. */
    public UpdatePrecondition ofRevisions(Set<Long> wanted) {
        return new UpdatePrecondition(id, owner, Optional.of(wanted), generation, unwanted);
    }

    /** The same, while the secret is of this generation. */
    public UpdatePrecondition ofGeneration(int present) {
        return new UpdatePrecondition(id, owner, revisions, Optional.of(present), unwanted);
    }

    /** The same, with this revision and no other. */
    public UpdatePrecondition ofRevision(long revision) {
        return new UpdatePrecondition(id, owner, Optional.of(Set.of(revision)), generation, Set.of());
    }

    /** The same, with none of these revisions. */
    public UpdatePrecondition unless(Set<Long> others) {
        return new UpdatePrecondition(id, owner, revisions, generation, others);
    }

    public Document filter(String revisionField) {
        Document filter = new Document(DeviceDocument.ID, new ObjectId(id.value())).append(DeviceDocument.GARBAGE, false);
        owner.ifPresent(present -> filter.append(DeviceDocument.OWNER, present.value()));
        Document revision = new Document();
        revisions.ifPresent(wanted -> revision.append("$in", List.copyOf(wanted)));
        if (!unwanted.isEmpty()) {
            revision.append("$nin", List.copyOf(unwanted));
        }
        if (!revision.isEmpty()) {
            filter.append(revisionField, revision);
        }
        generation.ifPresent(present -> filter.append(DeviceDocument.GENERATION, present));
        return filter;
    }

    /** Whether this device may be changed, whatever its revision. */
    public boolean admits(Device device) {
        return device.id().equals(id) && !device.garbage() && owner.filter(other -> !other.equals(ownerOf(device))).isEmpty()
                && generation.filter(other -> other != device.generation()).isEmpty();
    }

    public boolean isStale(long revision) {
        return revisions.filter(wanted -> !wanted.contains(revision)).isPresent() || unwanted.contains(revision);
    }
}
