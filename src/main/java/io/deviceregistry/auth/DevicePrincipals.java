package io.deviceregistry.auth;

import java.util.Optional;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.smallrye.mutiny.Uni;

/** Devices as they log in; the device feature provides it. */
public interface DevicePrincipals {

    /** A live device, read now. An event loop is not blocked, and gets the answer. */
    Uni<Optional<Principal>> read(DeviceId id);

    /** A live device, read now. Blocks. */
    default Optional<Principal> find(DeviceId id) {
        return read(id).await().indefinitely();
    }

    /** A live device of this owner, by its nick. */
    Optional<Principal> find(Prn owner, String nick);

    /** Ends every token of the device, while it has this owner. */
    void endSessions(DeviceId id, Prn owner);
}
