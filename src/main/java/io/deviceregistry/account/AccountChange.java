package io.deviceregistry.account;

import java.util.Set;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.secret.SecretHash;

/**
 * What an administrator changes of an account; {@code null} leaves a member as it is.
 *
 * @param removing whether the removal of the account begins, which disables it for good
 */
record AccountChange(Boolean disabled, Set<String> roles, SecretHash password, boolean removing) {

    static final AccountChange REMOVAL = new AccountChange(true, null, null, true);

    /** Whether an administrator is none afterwards. */
    boolean endsAdministration() {
        return disables() || roles != null && !roles.contains(Caller.ADMIN);
    }

    /** Whether the account's tokens end with the change. */
    boolean endsSessions() {
        return password != null || disables();
    }

    private boolean disables() {
        return Boolean.TRUE.equals(disabled);
    }
}
