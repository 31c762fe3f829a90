package io.deviceregistry.device.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceChange;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.meta.MergePatch;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.json.JsonValues;
import io.deviceregistry.persistence.json.KeyEscape;
import io.deviceregistry.persistence.json.StoredJson;

/** Turns merge patches into updates of devices, which {@link DeviceRepository} executes. */
@Singleton
class MetaPatchRepository {

    private final DeviceRepository devices;

    MetaPatchRepository(DeviceRepository devices) {
        this.devices = devices;
    }

    /**
     * Sets and unsets single members in one update.
     *
     * @param growth the maximum growth of the meta, in bytes
     * @param limit of the size of the meta, in bytes
     * @param change the event to report
     * @return empty when the precondition or the limit does not hold, when nothing would change, or when a value has to become an
     *        object
     */
    Optional<Device> merge(UpdatePrecondition precondition, MetaPart part, List<MergePatch.Leaf> leaves, int growth,
            int limit, DeviceChange change) {
        Document filter = precondition.filter(part.revisionField())
                .append(part.sizeField(), new Document("$lte", limit - growth));
        List<Bson> updates = new ArrayList<>();
        List<Bson> differences = new ArrayList<>();
        for (MergePatch.Leaf leaf : leaves) {
            String field = part.field() + "." + leaf.path().stream().map(KeyEscape::escape).collect(Collectors.joining("."));
            if (leaf.value() == null) {
                updates.add(Updates.unset(field));
                differences.add(Filters.exists(field));
            } else {
                Object value = JsonValues.toBson(leaf.value());
                updates.add(Updates.set(field, value));
                differences.add(Filters.ne(field, value));
            }
        }
        filter.append("$or", differences);
        updates.add(Updates.inc(part.sizeField(), growth));
        try {
            return devices.change(filter, part.revisionField(), updates, change);
        } catch (MongoException e) {
            if (DatabaseFaults.isPathNotViable(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Replaces the whole meta.
     *
     * @param precondition contains the revision of the meta with which the patch was merged
     * @param size of the merged meta as JSON, in bytes
     * @return empty when the precondition does not hold
     */
    Optional<Device> replace(UpdatePrecondition precondition, MetaPart part, StoredJson merged, int size, DeviceChange change) {
        return devices.change(precondition.filter(part.revisionField()), part.revisionField(),
                List.of(Updates.set(part.field(), merged.bson()), Updates.set(part.sizeField(), size)), change);
    }
}
