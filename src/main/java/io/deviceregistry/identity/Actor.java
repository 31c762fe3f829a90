package io.deviceregistry.identity;

import java.util.Optional;

/**
 * Who makes a change.
 *
 * @param prn empty for a background job of the registry
 * @param asAdmin whether an administrator acts with {@code asadmin=yes}
 */
public record Actor(Optional<Prn> prn, boolean asAdmin) {

    /** A background job of the registry. */
    public static final Actor REGISTRY = new Actor(Optional.empty(), false);

    public static Actor of(Caller caller) {
        return new Actor(Optional.of(caller.prn()), caller.asAdmin());
    }

    /** A device or an account on its own behalf. */
    public static Actor of(Prn prn) {
        return new Actor(Optional.of(prn), false);
    }
}
