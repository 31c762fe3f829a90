package io.deviceregistry.account;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Singleton;

import io.deviceregistry.identity.AccountId;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;

/**
 * Caches, for some seconds, what every request of an account needs to know about it, so that not every request queries the
 * database. A change made by this replica is visible at once, a change made by another one when the entry expires.
 */
@Singleton
public class AccountStatusCache {

    static final String CACHE = "account-status";

    /** The present state of an account. */
    public record Status(String nick, Set<String> roles, boolean disabled, int generation) {
    }

    private final AccountRepository store;
    private final CaffeineCache known;

    AccountStatusCache(AccountRepository store, @CacheName(CACHE) Cache known) {
        this.store = store;
        this.known = known.as(CaffeineCache.class);
    }

    public Optional<Status> status(AccountId id) {
        return known.get(id, this::load).await().indefinitely();
    }

    /** The cached state of an account; empty also for an existing account that was not looked up lately. */
    public Optional<Status> remembered(AccountId id) {
        CompletableFuture<Optional<Status>> found = known.getIfPresent(id);
        return found != null && found.isDone() && !found.isCompletedExceptionally() ? found.join() : Optional.empty();
    }

    private Optional<Status> load(AccountId id) {
        return store.byId(id)
                .map(account -> new Status(account.nick(), account.roles(), account.disabled(), account.generation()));
    }

    public void forget(AccountId id) {
        known.invalidate(id).await().indefinitely();
    }
}
