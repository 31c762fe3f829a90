package io.deviceregistry.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;

/**
 * An account as the service shows it.
 *
 * @param roles only to administrators
 * @param disabled only to administrators
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccountView(PrincipalType type, String email, String nick, Prn prn, Optional<Set<String>> roles,
        Optional<Boolean> disabled, Instant timeCreated, Instant timeModified) {

    public static AccountView toOwner(Account account) {
        return of(account, Optional.empty(), Optional.empty());
    }

    static AccountView toAdmin(Account account) {
        return of(account, Optional.of(new TreeSet<>(account.roles())), Optional.of(account.disabled()));
    }

    private static AccountView of(Account account, Optional<Set<String>> roles, Optional<Boolean> disabled) {
        return new AccountView(PrincipalType.USER, account.email(), account.nick(), account.prn(), roles, disabled,
                account.times().created(), account.times().modified());
    }
}
