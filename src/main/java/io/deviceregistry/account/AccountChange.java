package io.deviceregistry.account;

import java.util.Optional;
import java.util.Set;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.secret.SecretHash;

/**
 * A change of an account by an administrator; empty members stay as they are.
 *
 * @param removing whether the removal of the account begins, which disables it for good
 */
record AccountChange(Optional<Boolean> disabled, Optional<Set<String>> roles, Optional<SecretHash> password, boolean removing) {

    static final AccountChange REMOVAL = new AccountChange(Optional.of(true), Optional.empty(), Optional.empty(), true);

    /** Whether an administrator is no longer one afterwards. */
    boolean endsAdministration() {
        return disables() || roles.filter(given -> !given.contains(Caller.ADMIN)).isPresent();
    }

    /** Whether the account's tokens end with the change. */
    boolean endsSessions() {
        return password.isPresent() || disables();
    }

    private boolean disables() {
        return disabled.orElse(false);
    }
}
