package io.deviceregistry.device;

import java.util.List;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import io.deviceregistry.account.OwnedDevices;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.RequestDeadline;

/** Discards or transfers the devices of a removed account, one device per update. */
@Singleton
final class AccountDeviceDisposal implements OwnedDevices {

    private static final int BATCH = 100;
    private static final int MAX_SUFFIXES = 20;

    private final DeviceRepository store;
    private final RetirementRepository retirement;
    private final Nicks nicks;

    AccountDeviceDisposal(DeviceRepository store, RetirementRepository retirement, Nicks nicks) {
        this.store = store;
        this.retirement = retirement;
        this.nicks = nicks;
    }

    @Override
    public boolean any(Prn owner) {
        return store.anyOf(owner);
    }

    @Override
    public void discard(Prn owner, Actor actor) {
        forEach(owner, device -> retirement.discard(UpdatePrecondition.of(device.id()).ownedBy(owner), actor));
    }

    @Override
    public void transfer(Prn owner, Prn newOwner, String newOwnerNick, Actor actor) {
        forEach(owner, device -> NickRetry.until(MAX_SUFFIXES, device.nick(), nicks,
                nick -> store.transfer(device, newOwner, newOwnerNick, nick, actor)));
    }

    private void forEach(Prn owner, Consumer<Device> change) {
        for (List<Device> some = store.someOf(owner, BATCH); !some.isEmpty(); some = store.someOf(owner, BATCH)) {
            some.forEach(device -> {
                change.accept(device);
                // A long job in short steps: each step has the time of one request.
                RequestDeadline.restart();
            });
        }
    }
}
