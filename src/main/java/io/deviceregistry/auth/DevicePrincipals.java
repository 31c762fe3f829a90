package io.deviceregistry.auth;

import java.util.Optional;

import io.deviceregistry.identity.Prn;
import io.smallrye.mutiny.Uni;

/** Devices as they log in; the device feature provides it. */
public interface DevicePrincipals {

    /** A live device, read now. */
    Optional<Principal> find(String id);

    /** The same for an event loop: it is not blocked, and the answer comes there. */
    Uni<Optional<Principal>> read(String id);

    /** A live device of this owner, by its nick. */
    Optional<Principal> find(Prn owner, String nick);

    /** Ends every token of the device, while it has this owner. */
    void endSessions(String id, Prn owner);
}
