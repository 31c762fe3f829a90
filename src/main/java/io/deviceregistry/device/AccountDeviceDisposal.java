package io.deviceregistry.device;

import java.util.List;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import io.deviceregistry.account.OwnedDevices;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.RequestDeadline;

/** What becomes of an account's devices when it goes: each is changed by one update of its own. */
@Singleton
final class AccountDeviceDisposal implements OwnedDevices {

    private static final int BATCH = 100;
    private static final int MAX_SUFFIXES = 20;

    private final DeviceRepository store;
    private final Nicks nicks;

    AccountDeviceDisposal(DeviceRepository store, Nicks nicks) {
        this.store = store;
        this.nicks = nicks;
    }

    @Override
    public boolean any(Prn owner) {
        return store.anyOf(owner);
    }

    @Override
    public void discard(Prn owner) {
        forEach(owner, device -> store.discard(new UpdatePrecondition(device.id(), owner, null)));
    }

    @Override
    public void transfer(Prn owner, Prn newOwner, String newOwnerNick) {
        forEach(owner, device -> NickRetry.until(MAX_SUFFIXES, device.nick(), nicks,
                nick -> store.transfer(device, newOwner, newOwnerNick, nick)));
    }

    private void forEach(Prn owner, Consumer<Device> change) {
        for (List<Device> some = store.someOf(owner, BATCH); !some.isEmpty(); some = store.someOf(owner, BATCH)) {
            some.forEach(device -> {
                change.accept(device);
                // A long work in short steps: each has the time of a request.
                RequestDeadline.restart();
            });
        }
    }
}
