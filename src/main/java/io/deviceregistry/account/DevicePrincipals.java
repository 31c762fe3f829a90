package io.deviceregistry.account;

import java.util.Optional;

/** Devices as they log in; the device feature provides it. */
public interface DevicePrincipals {

    /** A live device, read now. */
    Optional<Principal> find(String id);

    /** Ends every token of the device. */
    void endSessions(String id);
}
