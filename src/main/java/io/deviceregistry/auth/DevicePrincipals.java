package io.deviceregistry.auth;

import java.util.Optional;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.smallrye.mutiny.Uni;

/** Looks up devices as principals; implemented by the device feature. */
public interface DevicePrincipals {

    /** A live device, always read from the database. Does not block an event loop, and completes on it. */
    Uni<Optional<Principal>> read(DeviceId id);

    /** A live device, always read from the database. Blocks. */
    default Optional<Principal> find(DeviceId id) {
        return read(id).await().indefinitely();
    }

    /** Finds a live device of this owner by its nick. */
    Optional<Principal> find(Prn owner, String nick);

    /** Ends every token of the device, provided that it has this owner. */
    void endSessions(DeviceId id, Prn owner);
}
