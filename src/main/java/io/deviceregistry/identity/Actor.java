package io.deviceregistry.identity;

import java.util.Optional;

/**
 * Who changes something.
 *
 * @param prn empty when the registry itself goes on with something in the background
 * @param asAdmin whether an administrator acts on somebody else's behalf
 */
public record Actor(Optional<Prn> prn, boolean asAdmin) {

    /** The registry itself, in the background. */
    public static final Actor REGISTRY = new Actor(Optional.empty(), false);

    public static Actor of(Caller caller) {
        return new Actor(Optional.of(caller.prn()), caller.asAdmin());
    }

    /** A device or an account on its own behalf. */
    public static Actor of(Prn prn) {
        return new Actor(Optional.of(prn), false);
    }
}
