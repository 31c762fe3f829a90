package io.deviceregistry.account;

import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;

/**
 * What every request of an account must know of it, remembered for some seconds so that not every request asks the
 * database. A change made here is seen at once, one made by another replica when the memory fades.
 */
@Singleton
class AccountDirectory {

    static final String CACHE = "account-status";

    /** An account's standing now. */
    record Status(String nick, Set<String> roles, boolean disabled, int generation) {
    }

    private final AccountStore store;

    AccountDirectory(AccountStore store) {
        this.store = store;
    }

    @CacheResult(cacheName = CACHE)
    Optional<Status> status(@CacheKey String id) {
        return store.byId(id)
                .map(account -> new Status(account.nick(), account.roles(), account.disabled(), account.generation()));
    }

    @CacheInvalidate(cacheName = CACHE)
    void forget(@CacheKey String id) {
        // The annotation does it.
    }
}
