package io.deviceregistry.account;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;

/** What happens to the devices of an account that is removed; implemented by the device feature. */
public interface OwnedDevices {

    boolean any(Prn owner);

    /** Moves all of them to the garbage. Can be repeated after it failed half way. */
    void discard(Prn owner, Actor actor);

    /** Gives all of them to another account; a nick that the account already uses gets a suffix. Can be repeated. */
    void transfer(Prn owner, Prn newOwner, String newOwnerNick, Actor actor);
}
