package io.deviceregistry.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.bson.conversions.Bson;

import com.mongodb.client.model.Updates;

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

    private boolean disables() {
        return Boolean.TRUE.equals(disabled);
    }

    List<Bson> updates() {
        List<Bson> updates = new ArrayList<>();
        if (disabled != null) {
            updates.add(Updates.set(AccountDocument.DISABLED, disabled));
        }
        if (roles != null) {
            updates.add(Updates.set(AccountDocument.ROLES, List.copyOf(roles)));
        }
        if (password != null) {
            updates.add(Updates.set(AccountDocument.PASSWORD, password.value()));
        }
        if (removing) {
            updates.add(Updates.set(AccountDocument.REMOVING, true));
        }
        if (password != null || disables()) {
            updates.add(Updates.inc(AccountDocument.GENERATION, 1));
        }
        // Whoever is made an administrator, or none, is not on the way out any more.
        updates.add(Updates.unset(AccountDocument.LEAVING));
        return updates;
    }
}
