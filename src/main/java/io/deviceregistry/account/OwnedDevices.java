package io.deviceregistry.account;

import io.deviceregistry.identity.Prn;

/** What becomes of an account's devices when it goes; the device feature provides it. */
public interface OwnedDevices {

    boolean any(Prn owner);

    /** Moves all of them to the garbage. Can be repeated when it failed half way. */
    void discard(Prn owner);

    /** Gives all of them to another account, with a suffix to nicks that it has already. Can be repeated. */
    void transfer(Prn owner, Prn newOwner, String newOwnerNick);
}
