package io.deviceregistry.account;

import jakarta.inject.Singleton;

import io.deviceregistry.identity.Prn;

/** Tells other features whether an account exists and is not disabled; always queries the database. */
@Singleton
public class ActiveAccounts {

    private final AccountRepository store;

    ActiveAccounts(AccountRepository store) {
        this.store = store;
    }

    public boolean isActive(Prn account) {
        return account.isAccount() && store.byId(account.accountId()).filter(found -> !found.disabled()).isPresent();
    }
}
