package io.deviceregistry.account;

import jakarta.inject.Singleton;

/** Tells other features whether an account is there and not disabled, as the database says now. */
@Singleton
public class ActiveAccounts {

    private final AccountStore store;

    ActiveAccounts(AccountStore store) {
        this.store = store;
    }

    public boolean isActive(Prn account) {
        return account.isAccount() && store.byId(account.id()).filter(found -> !found.disabled()).isPresent();
    }
}
