package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.CHALLENGE;
import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.GENERATION;
import static io.deviceregistry.device.DeviceDocument.LABELS;
import static io.deviceregistry.device.DeviceDocument.NICK;
import static io.deviceregistry.device.DeviceDocument.NICK_KEY;
import static io.deviceregistry.device.DeviceDocument.NOBODY;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.OWNER_NICK;
import static io.deviceregistry.device.DeviceDocument.OWNER_REVISION;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;
import static io.deviceregistry.device.DeviceDocument.USER_META;
import static io.deviceregistry.device.DeviceDocument.USER_META_SIZE;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.bson.Document;
import org.bson.conversions.Bson;

import com.mongodb.client.model.Updates;

import io.deviceregistry.auth.DeviceReleased;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.persistence.json.StoredJson;

/** Ends the use of devices, for a time or for good. */
@Singleton
public class RetirementRepository {

    private final DeviceRepository devices;
    private final Event<DeviceReleased> releases;
    private final Clock clock;

    RetirementRepository(DeviceRepository devices, Event<DeviceReleased> releases, Clock clock) {
        this.devices = devices;
        this.releases = releases;
        this.clock = clock;
    }

    /** Moves a device to the garbage: its nick is free and its tokens are void. */
    public Optional<Device> discard(UpdatePrecondition guard, Actor actor) {
        return devices.change(guard.filter(OWNER_REVISION), OWNER_REVISION, List.of(Updates.set(GARBAGE, true),
                Updates.unset(NICK_KEY), Updates.unset(CHALLENGE), Updates.inc(GENERATION, 1)),
                new DeviceChange.Discarded(actor));
    }

    /**
     * Takes a device out of the garbage.
     *
     * @param nick derived from its present one
     * @param challenge new, if it has no owner
     * @return empty if the precondition does not hold, or the device is not in the garbage
     * @throws NickTakenException when the owner has a live device of this nick
     */
    public Optional<Device> restore(UpdatePrecondition guard, Device device, String nick, Optional<String> challenge,
            Actor actor) {
        List<Bson> updates = new ArrayList<>(DeviceRepository.nick(device.owner(), nick));
        updates.add(Updates.set(GARBAGE, false));
        challenge.ifPresent(words -> updates.add(Updates.set(CHALLENGE, words)));
        Document filter = guard.filter(OWNER_REVISION).append(GARBAGE, true).append(NICK, device.nick());
        return devices.change(filter, OWNER_REVISION, updates, new DeviceChange.Restored(actor));
    }

    /**
     * Takes a device from its owner, with everything that the owner wrote. It goes on working, and waits for a claim.
     *
     * @return empty if the precondition does not hold
     */
    public Optional<Device> unclaim(UpdatePrecondition guard, Device device, String nick, String challenge, Actor actor) {
        List<Bson> updates = new ArrayList<>(DeviceRepository.nick(null, nick));
        updates.addAll(List.of(Updates.set(OWNER, NOBODY), Updates.unset(OWNER_NICK), Updates.unset(NICK_KEY),
                Updates.set(CHALLENGE, challenge), Updates.set(PUBLIC, false), Updates.set(LABELS, List.of()),
                Updates.set(USER_META, StoredJson.EMPTY.bson()), Updates.set(USER_META_SIZE, StoredJson.EMPTY.size())));
        Optional<Device> after = devices.change(guard.filter(OWNER_REVISION), OWNER_REVISION, updates,
                new DeviceChange.Unclaimed(actor, device.owner()));
        after.ifPresent(now -> releases
                .fire(new DeviceReleased(now.id(), Optional.of(device.owner()), now.times().modified())));
        return after;
    }

    /**
     * Deletes a device, live or in the garbage, and what is stored about it elsewhere.
     *
     * @return the device as it was; empty if the precondition does not hold
     */
    public Optional<Device> purge(UpdatePrecondition guard, Actor actor) {
        Document filter = guard.filter(OWNER_REVISION);
        filter.remove(GARBAGE);
        Optional<Device> last = devices.delete(filter, new DeviceChange.Purged(actor));
        last.ifPresent(device -> releases.fire(new DeviceReleased(device.id(), Optional.empty(), clock.instant())));
        return last;
    }
}
