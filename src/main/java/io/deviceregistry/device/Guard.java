package io.deviceregistry.device;

import java.util.List;
import java.util.Set;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.account.Prn;

/**
 * What must hold of a device for a change to happen; it is part of the change's own filter, so nothing can come between.
 *
 * @param owner who must own it, {@code null} for anybody or nobody
 * @param revisions one of which the written part must have, {@code null} for any
 */
record Guard(String id, Prn owner, Set<Long> revisions) {

    Document filter(String revisionField) {
        Document filter = new Document(DeviceDocument.ID, new ObjectId(id)).append(DeviceDocument.GARBAGE, false);
        if (owner != null) {
            filter.append(DeviceDocument.OWNER, owner.value());
        }
        if (revisions != null) {
            filter.append(revisionField, new Document("$in", List.copyOf(revisions)));
        }
        return filter;
    }

    /** Whether the device is the one that may be changed, whatever its revision. */
    boolean admits(Device device) {
        return device.id().equals(id) && !device.garbage() && (owner == null || owner.equals(device.owner()));
    }

    boolean isStale(long revision) {
        return revisions != null && !revisions.contains(revision);
    }
}
