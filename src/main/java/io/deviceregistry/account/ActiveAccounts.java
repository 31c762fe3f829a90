package io.deviceregistry.account;

import jakarta.inject.Singleton;

/** Tells other features whether an account is there and not disabled; right within some seconds. */
@Singleton
public class ActiveAccounts {

    private final AccountDirectory directory;

    ActiveAccounts(AccountDirectory directory) {
        this.directory = directory;
    }

    public boolean isActive(Prn account) {
        return account.isAccount() && directory.status(account.id()).filter(status -> !status.disabled()).isPresent();
    }
}
