package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.DevicePrincipals;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;

/** Looks up devices as principals. */
@Singleton
final class DeviceLogins implements DevicePrincipals {

    private final DeviceRepository store;
    private final CallingDevice calling;

    DeviceLogins(DeviceRepository store, CallingDevice calling) {
        this.store = store;
        this.calling = calling;
    }

    @Override
    public Uni<Optional<Principal>> read(DeviceId id) {
        return store.read(id).map(this::principal);
    }

    @Override
    public Optional<Principal> find(Prn owner, String nick) {
        return store.byNick(owner, nick).map(Device::principal);
    }

    private Optional<Principal> principal(Optional<Device> stored) {
        Optional<Device> found = stored.filter(device -> !device.garbage());
        // A scrape checks its token outside the request scope.
        if (Arc.container().requestContext().isActive()) {
            found.ifPresent(calling::set);
        }
        return found.map(Device::principal);
    }

    @Override
    public void endSessions(DeviceId id, Prn owner) {
        store.endSessions(id, owner);
    }
}
