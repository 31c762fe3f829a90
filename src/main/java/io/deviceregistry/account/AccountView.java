package io.deviceregistry.account;

import java.time.Instant;
import java.util.Set;

import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;

/**
 * An account as the service shows it.
 *
 * @param roles only to administrators
 * @param disabled only to administrators
 */
public record AccountView(PrincipalType type, String email, String nick, Prn prn, Set<String> roles, Boolean disabled,
        Instant timeCreated, Instant timeModified) {

    public static AccountView toOwner(Account account) {
        return new AccountView(PrincipalType.USER, account.email(), account.nick(), account.prn(), null, null,
                account.timeCreated(), account.timeModified());
    }

    static AccountView toAdmin(Account account) {
        return new AccountView(PrincipalType.USER, account.email(), account.nick(), account.prn(),
                new java.util.TreeSet<>(account.roles()), account.disabled(), account.timeCreated(), account.timeModified());
    }
}
