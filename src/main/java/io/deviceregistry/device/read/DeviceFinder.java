package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountRepository;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.BlockingCall;
import io.deviceregistry.problem.ProblemException;
import io.smallrye.mutiny.Uni;

/** Finds devices that the caller may see. */
@Singleton
public class DeviceFinder {

    private final DeviceRepository store;
    private final CallingDevice calling;
    private final AccountRepository accounts;

    DeviceFinder(DeviceRepository store, CallingDevice calling, AccountRepository accounts) {
        this.store = store;
        this.calling = calling;
        this.accounts = accounts;
    }

    /**
     * Finds a device by id, or by nick among the devices of the caller. Blocks.
     *
     * @throws ProblemException not-found, also if the caller may not see the device
     */
    public DeviceAccess find(Caller caller, String idOrNick) {
        return read(caller, idOrNick, null, null).await().indefinitely();
    }

    /**
     * Finds a device by id or nick among the devices of the given owner, or of the caller if none is given. Does not block an
     * event loop; completes there or on a worker thread.
     *
     * @param owner as the caller gave it, {@code null} for none
     * @param ownerNick as the caller gave it, {@code null} for none
     * @return fails with a {@link ProblemException}: not-found, also if the caller may not see the device
     */
    public Uni<DeviceAccess> read(Caller caller, String idOrNick, String owner, String ownerNick) {
        return lookUp(caller, DeviceRef.of(idOrNick), owner, ownerNick)
                .map(found -> access(found.filter(device -> !device.garbage()), caller));
    }

    /**
     * Finds a device. One in the garbage is found only for its owner. Blocks.
     *
     * @throws ProblemException not-found
     */
    public DeviceAccess findAlsoGarbage(Caller caller, String idOrNick) {
        return access(lookUp(caller, DeviceRef.of(idOrNick), null, null).await().indefinitely(), caller);
    }

    /** Finds a device in the garbage by its id. Does not block an event loop. */
    public Uni<DeviceAccess> readGarbage(Caller caller, String id) {
        return store.read(DeviceRef.requireId(id)).map(found -> access(found.filter(Device::garbage), caller));
    }

    /** The owner with this PRN and this nick, of which at least one is given; empty if there is no such owner. */
    Optional<Prn> ownerNamed(String owner, String ownerNick) {
        Optional<Prn> byPrn = Optional.ofNullable(owner).map(Prn::new);
        return ownerNick == null
                ? byPrn
                : accounts.byNick(ownerNick).map(Account::prn).filter(found -> found.equals(byPrn.orElse(found)));
    }

    private Uni<Optional<Device>> lookUp(Caller caller, DeviceRef ref, String owner, String ownerNick) {
        if (owner != null || ownerNick != null) {
            return BlockingCall.of(() -> ownerNamed(owner, ownerNick)).chain(named -> named.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : byRef(ref, named).map(found -> found.filter(device -> named.get().equals(device.owner()))));
        }
        boolean itself = caller.isDevice() && ref.value().equals(caller.nick());
        return itself ? byId(caller.deviceId()) : byRef(ref, ownerOf(caller));
    }

    /** @param owner the owner whose devices are searched by nick; empty for none */
    private Uni<Optional<Device>> byRef(DeviceRef ref, Optional<Prn> owner) {
        return ref.id().map(this::byId).orElseGet(
                () -> BlockingCall.of(() -> owner.flatMap(whose -> store.byNick(whose, ref.value()))));
    }

    private Uni<Optional<Device>> byId(DeviceId id) {
        return calling.take(id).map(itself -> Uni.createFrom().item(Optional.of(itself))).orElseGet(() -> store.read(id));
    }

    private static DeviceAccess access(Optional<Device> found, Caller caller) {
        return found.map(device -> new DeviceAccess(device, DeviceRelation.of(device, caller)))
                .filter(seen -> seen.viewer() != DeviceRelation.NOBODY)
                .orElseThrow(() -> ProblemException.notFound("Device"));
    }

    /** The owner whose devices the caller names by nick: for a device, its own owner. */
    private static Optional<Prn> ownerOf(Caller caller) {
        return caller.isDevice() ? caller.owner() : Optional.of(caller.prn());
    }
}
