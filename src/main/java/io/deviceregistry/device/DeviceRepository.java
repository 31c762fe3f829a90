package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.CHALLENGE;
import static io.deviceregistry.device.DeviceDocument.DEVICE_META_SIZE;
import static io.deviceregistry.device.DeviceDocument.DEVICE_REVISION;
import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.GENERATION;
import static io.deviceregistry.device.DeviceDocument.ID;
import static io.deviceregistry.device.DeviceDocument.LABELS;
import static io.deviceregistry.device.DeviceDocument.NICK;
import static io.deviceregistry.device.DeviceDocument.NICK_KEY;
import static io.deviceregistry.device.DeviceDocument.NICK_SORT;
import static io.deviceregistry.device.DeviceDocument.NOBODY;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.OWNER_NICK;
import static io.deviceregistry.device.DeviceDocument.OWNER_REVISION;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;
import static io.deviceregistry.device.DeviceDocument.REVISION;
import static io.deviceregistry.device.DeviceDocument.SECRET;
import static io.deviceregistry.device.DeviceDocument.TIME_MODIFIED;
import static io.deviceregistry.device.DeviceDocument.USER_META_SIZE;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.persistence.BatchingReader;
import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.DeadlineRepository;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.index.AvailableIndexes;
import io.deviceregistry.persistence.json.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Devices in the database. Every change is one conditional update of one document. */
@Singleton
public class DeviceRepository extends DeadlineRepository<DeviceDocument, ObjectId> {

    static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final RequestDeadline time;
    private final Clock clock;
    private final DeviceChangeReporter reporter;
    private final AvailableIndexes indexes;
    private final BatchingReader<DeviceId, Device> reads;

    DeviceRepository(RequestDeadline time, Clock clock, DeviceChangeReporter reporter, AvailableIndexes indexes) {
        super(time);
        this.time = time;
        this.clock = clock;
        this.reporter = reporter;
        this.indexes = indexes;
        this.reads = new BatchingReader<>(this::byIds);
    }

    /** @throws NickTakenException when the owner has a live device of this nick */
    public void insert(Device device, Actor actor) {
        orNickTaken(() -> collection().insertOne(DeviceDocument.of(device)));
        reporter.report(device, new DeviceChange.Registered(actor));
    }

    /** Finds a device, also in the garbage. */
    public Optional<Device> byId(DeviceId id) {
        return first(new Document(ID, new ObjectId(id.value()))).map(DeviceDocument::toDevice);
    }

    /**
     * Reads a device, also one in the garbage. Does not block an event loop, and completes on it; concurrent reads of one event
     * loop become one query. On a worker thread, it queries immediately.
     */
    public Uni<Optional<Device>> read(DeviceId id) {
        if (!Context.isOnEventLoopThread()) {
            return Uni.createFrom().item(() -> byId(id));
        }
        Context context = Vertx.currentContext();
        Executor loop = task -> context.runOnContext(here -> task.run());
        return Uni.createFrom().completionStage(() -> reads.read(id, time.left(), loop)).emitOn(loop);
    }

    private Map<DeviceId, Device> byIds(Collection<DeviceId> ids, Duration within) {
        List<ObjectId> keys = ids.stream().map(id -> new ObjectId(id.value())).toList();
        Document filter = new Document(ID, keys.size() == 1 ? keys.get(0) : new Document("$in", keys));
        Map<DeviceId, Device> found = new HashMap<>();
        collectionWithin(within.toMillis()).find(filter)
                .map(DeviceDocument::toDevice).forEach(device -> found.put(device.id(), device));
        return found;
    }

    public Optional<Device> byNick(Prn owner, String nick) {
        return first(new Document(NICK_KEY, DeviceDocument.nickKey(owner, nick))).map(DeviceDocument::toDevice);
    }

    boolean anyOf(Prn owner) {
        return collection().find(devicesOf(owner, false)).limit(1).first() != null;
    }

    List<Device> someOf(Prn owner, int limit) {
        return toDevices(collection().find(devicesOf(owner, false)).limit(limit));
    }

    /** The sizes in bytes of the metas of each device of the page, without reading the metas. */
    public List<Long> sizes(DeviceQuery query, Optional<String> index) {
        return hinted(index, hint -> {
            List<Long> sizes = new ArrayList<>();
            find(query, hint)
                    .projection(Projections.include(USER_META_SIZE, DEVICE_META_SIZE))
                    .forEach(document -> sizes.add((long) document.userMetaSize + document.deviceMetaSize));
            return sizes;
        });
    }

    public List<Device> page(DeviceQuery query, Optional<String> index) {
        return hinted(index, hint -> toDevices(find(query, hint)));
    }

    private FindIterable<DeviceDocument> find(DeviceQuery query, Optional<String> hint) {
        return collection().find(query.filter()).sort(query.order()).limit(query.limit()).hintString(hint.orElse(null));
    }

    /** Whether at most this many devices match. Counting stops there. */
    boolean hasAtMost(int number, Document filter, Optional<String> index) {
        return hinted(index, hint -> {
            CountOptions bounded = new CountOptions().limit(number + 1).hintString(hint.orElse(null));
            return collection().countDocuments(filter, bounded) <= number;
        });
    }

    /** Repeats the query without the hint if the index has been dropped in the meantime. */
    private <T> T hinted(Optional<String> index, Function<Optional<String>, T> query) {
        try {
            return query.apply(index);
        } catch (MongoException e) {
            if (index.isEmpty() || !DatabaseFaults.isHintUnknown(e)) {
                throw e;
            }
            indexes.forget(DeviceDocument.COLLECTION, index.get());
            return query.apply(Optional.empty());
        }
    }

    /** The nick of the owner as stored with its devices in the garbage, or with the live ones; empty if it has none. */
    public Optional<String> ownerNick(Prn owner, boolean garbage) {
        return first(devicesOf(owner, garbage)).map(document -> document.ownerNick);
    }

    /**
     * Gives an unowned device to its first owner, if its challenge and nick are still the same.
     *
     * @param nick for the device, derived from its present one
     * @throws NickTakenException when the owner has a live device of this nick
     */
    public Optional<Device> claim(Device device, Prn owner, String ownerNick, String nick, Actor actor) {
        Document filter = new Document(ID, new ObjectId(device.id().value())).append(GARBAGE, false).append(OWNER, NOBODY)
                .append(CHALLENGE, device.challenge()).append(NICK, device.nick());
        return change(filter, OWNER_REVISION, ownership(owner, ownerNick, nick, Updates.unset(CHALLENGE)),
                new DeviceChange.Claimed(actor));
    }

    /**
     * Transfers a device from its owner to another one.
     *
     * @throws NickTakenException when the new owner has a live device of this nick
     */
    Optional<Device> transfer(Device device, Prn to, String toNick, String nick, Actor actor) {
        // The new nick was derived from the present one.
        Document filter = UpdatePrecondition.of(device.id()).ownedBy(device.owner()).filter(OWNER_REVISION)
                .append(NICK, device.nick());
        return change(filter, OWNER_REVISION, ownership(to, toNick, nick),
                new DeviceChange.Transferred(actor, device.owner()));
    }

    private static List<Bson> ownership(Prn owner, String ownerNick, String nick, Bson... more) {
        List<Bson> updates = new ArrayList<>(nick(owner, nick));
        updates.add(Updates.set(OWNER, owner.value()));
        updates.add(Updates.set(OWNER_NICK, ownerNick));
        updates.addAll(List.of(more));
        return updates;
    }

    /**
     * Applies the edit.
     *
     * @param owner of the device, among whose devices a new nick must be unique
     * @throws NickTakenException when the owner has another live device of the new nick
     */
    public Optional<Device> edit(UpdatePrecondition guard, DeviceEdit edit, MetaPart part, Prn owner, DeviceChange change) {
        List<Bson> updates = new ArrayList<>();
        if (edit.nick() != null) {
            updates.addAll(nick(owner, edit.nick()));
        }
        if (edit.isPublic() != null) {
            updates.add(Updates.set(PUBLIC, edit.isPublic()));
        }
        if (edit.labels() != null) {
            updates.add(Updates.set(LABELS, DeviceDocument.labels(edit.labels())));
        }
        if (edit.secret() != null) {
            updates.add(Updates.set(SECRET, edit.secret().value()));
            updates.add(Updates.inc(GENERATION, 1));
        }
        if (edit.meta() != null) {
            updates.add(Updates.set(part.field(), StoredJson.of(edit.meta()).bson()));
            updates.add(Updates.set(part.sizeField(), MetaRules.size(edit.meta())));
        }
        return change(guard.filter(part.revisionField()), part.revisionField(), updates, change);
    }

    /** @param owner {@code null} for none */
    static List<Bson> nick(Prn owner, String nick) {
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set(NICK, nick));
        updates.add(Updates.set(NICK_SORT, DeviceDocument.nickSort(nick)));
        if (owner != null) {
            updates.add(Updates.set(NICK_KEY, DeviceDocument.nickKey(owner, nick)));
        }
        return updates;
    }

    /** Ends every token of the device. This is not a change of the device: nothing visible changes. */
    public void endSessions(DeviceId id, Prn owner) {
        collection().updateOne(new Document(ID, new ObjectId(id.value())).append(OWNER, owner.value()),
                Updates.inc(GENERATION, 1));
    }

    /**
     * All changes of devices go through this method: one update, which also sets the revisions and the time of the change. Fires
     * {@link DeviceChanged} when the database has acknowledged the update.
     *
     * @param change what the updates do
     * @return the device after the change; empty if the filter matches no device, and nothing has changed
     */
    public Optional<Device> change(Document filter, String revisionField, List<Bson> updates, DeviceChange change) {
        List<Bson> all = new ArrayList<>(updates);
        all.add(Updates.inc(REVISION, 1L));
        all.add(Updates.inc(revisionField.equals(DEVICE_REVISION) ? DEVICE_REVISION : OWNER_REVISION, 1L));
        all.add(Updates.set(TIME_MODIFIED, clock.instant()));
        Optional<Device> after = Optional.ofNullable(
                orNickTaken(() -> collection().findOneAndUpdate(filter, Updates.combine(all), AFTER)))
                .map(DeviceDocument::toDevice);
        after.ifPresent(device -> reporter.report(device, change));
        return after;
    }

    /** Deletes a device; empty if the filter matches none. */
    Optional<Device> delete(Document filter, DeviceChange change) {
        Optional<Device> last = Optional.ofNullable(collection().findOneAndDelete(filter)).map(DeviceDocument::toDevice);
        last.ifPresent(device -> reporter.report(device, change));
        return last;
    }

    private static <T> T orNickTaken(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            if (DatabaseFaults.isDuplicate(e)) {
                throw new NickTakenException();
            }
            throw e;
        }
    }

    private static Document devicesOf(Prn owner, boolean garbage) {
        return new Document(OWNER, owner.value()).append(GARBAGE, garbage);
    }

    private static List<Device> toDevices(Iterable<DeviceDocument> documents) {
        List<Device> found = new ArrayList<>();
        documents.forEach(document -> found.add(document.toDevice()));
        return found;
    }
}
