package io.deviceregistry.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;

/**
 * What must hold for a device so that a change happens. It is part of the filter of the update, so that check and change are
 * atomic.
 *
 * @param owner who must own the device; {@link #NOBODY} for an unowned device, empty for any owner
 * @param revisions the allowed revisions of the written part; empty for any
 * @param generation the generation of the secret on which the permission is based; empty for any
 * @param unwanted the forbidden revisions of the written part
 */
public record UpdatePrecondition(DeviceId id, Optional<Prn> owner, Optional<Set<Long>> revisions, Optional<Integer> generation,
        Set<Long> unwanted) {

    /** Stands for "no owner". */
    public static final Prn NOBODY = new Prn(DeviceDocument.NOBODY);

    /** The precondition that the device is live. */
    public static UpdatePrecondition of(DeviceId id) {
        return new UpdatePrecondition(id, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** The present owner of the device, or none if it has none. */
    public static Prn ownerOf(Device device) {
        return device.owner() == null ? NOBODY : device.owner();
    }

    /** The same, and that this is the owner. */
    public UpdatePrecondition ownedBy(Prn present) {
        return new UpdatePrecondition(id, Optional.of(present), revisions, generation, unwanted);
    }

    /** The same, and that the written part has one of these revisions. */
    public UpdatePrecondition ofRevisions(Set<Long> wanted) {
        return new UpdatePrecondition(id, owner, Optional.of(wanted), generation, unwanted);
    }

    /** The same, and that the secret has this generation. */
    public UpdatePrecondition ofGeneration(int present) {
        return new UpdatePrecondition(id, owner, revisions, Optional.of(present), unwanted);
    }

    /** The same, and that the written part has exactly this revision. */
    public UpdatePrecondition ofRevision(long revision) {
        return new UpdatePrecondition(id, owner, Optional.of(Set.of(revision)), generation, Set.of());
    }

    /** The same, and that the written part has none of these revisions. */
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
