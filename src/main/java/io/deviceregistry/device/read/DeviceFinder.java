package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountRepository;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Finds devices, as far as the caller may see them. */
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
     * Finds by id, or by nick among the devices of the caller.
     *
     * @throws ProblemException not-found, also when the caller may not see it
     */
    public DeviceAccess find(Caller caller, String idOrNick) {
        return find(caller, idOrNick, (Prn) null);
    }

    /**
     * Finds by id or nick among the devices of the owner that is named; of the caller's own where none is.
     *
     * @param owner as the caller gave it, {@code null} for none
     * @param ownerNick as the caller gave it, {@code null} for none
     * @throws ProblemException not-found, also when the caller may not see it
     */
    public DeviceAccess find(Caller caller, String idOrNick, String owner, String ownerNick) {
        if (owner == null && ownerNick == null) {
            return find(caller, idOrNick);
        }
        return find(caller, idOrNick, named(owner, ownerNick).orElseThrow(() -> ProblemException.notFound("Device")));
    }

    /** The same for an event loop, which is not blocked; the answer comes there, or on a worker thread. */
    public Uni<DeviceAccess> read(Caller caller, String idOrNick, String owner, String ownerNick) {
        DeviceRef ref = DeviceRef.of(idOrNick);
        if (!ref.isId() || owner != null || ownerNick != null) {
            return Uni.createFrom().item(() -> find(caller, idOrNick, owner, ownerNick))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        }
        return calling.take(ref.value()).map(itself -> Uni.createFrom().item(Optional.of(itself)))
                .orElseGet(() -> store.read(ref.value())).map(found -> seen(found, caller));
    }

    /**
     * Finds by id also a device in the garbage, which its owner alone sees.
     *
     * @throws ProblemException not-found
     */
    public DeviceAccess findAlsoGarbage(Caller caller, String idOrNick) {
        return seenAlsoGarbage(lookUp(caller, DeviceRef.of(idOrNick), null), caller);
    }

    /** A device in the garbage, by its id, for an event loop. */
    public Uni<DeviceAccess> readGarbage(Caller caller, String id) {
        return store.read(DeviceRef.requireId(id)).map(found -> seenAlsoGarbage(found.filter(Device::garbage), caller));
    }

    /** Whom the two name, of which one at least is given; empty when that is nobody. */
    Optional<Prn> named(String owner, String ownerNick) {
        Optional<Prn> byPrn = Optional.ofNullable(owner).map(Prn::new);
        return ownerNick == null
                ? byPrn
                : accounts.byNick(ownerNick).map(Account::prn).filter(found -> found.equals(byPrn.orElse(found)));
    }

    private DeviceAccess find(Caller caller, String idOrNick, Prn owner) {
        Optional<Device> found = lookUp(caller, DeviceRef.of(idOrNick), owner);
        return seen(found.filter(device -> owner == null || owner.equals(device.owner())), caller);
    }

    private Optional<Device> lookUp(Caller caller, DeviceRef ref, Prn owner) {
        boolean itself = caller.isDevice() && owner == null && ref.value().equals(caller.nick());
        if (ref.isId() || itself) {
            String id = itself ? caller.id() : ref.value();
            return calling.take(id).or(() -> store.byId(id));
        }
        return Optional.ofNullable(owner == null ? ownerOf(caller) : owner).flatMap(whose -> store.byNick(whose, ref.value()));
    }

    private static DeviceAccess seen(Optional<Device> found, Caller caller) {
        return seenAlsoGarbage(found.filter(device -> !device.garbage()), caller);
    }

    private static DeviceAccess seenAlsoGarbage(Optional<Device> found, Caller caller) {
        return found.map(device -> new DeviceAccess(device, DeviceRelation.of(device, caller)))
                .filter(seen -> seen.viewer() != DeviceRelation.NOBODY)
                .orElseThrow(() -> ProblemException.notFound("Device"));
    }

    /** Whose nicks a caller means: a device its own owner's. */
    private static Prn ownerOf(Caller caller) {
        return caller.isDevice() ? caller.owner() : caller.prn();
    }
}
