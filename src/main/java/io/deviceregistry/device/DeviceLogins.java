package io.deviceregistry.device;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.DevicePrincipals;
import io.deviceregistry.account.Principal;

/** Devices as they log in. */
@Singleton
final class DeviceLogins implements DevicePrincipals {

    private final DeviceStore store;

    DeviceLogins(DeviceStore store) {
        this.store = store;
    }

    @Override
    public Optional<Principal> find(String id) {
        return store.byId(id).filter(device -> !device.garbage()).map(Device::principal);
    }

    @Override
    public void endSessions(String id) {
        store.endSessions(id);
    }
}
