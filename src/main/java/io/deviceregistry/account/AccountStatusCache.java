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
 * What every request of an account must know of it, remembered for some seconds so that not every request asks the
 * database. A change made here is seen at once, one made by another replica when the memory fades.
 */
@Singleton
public class AccountStatusCache {

    static final String CACHE = "account-status";

    /** An account's standing now. */
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

    /** What is remembered of an account; nothing also where there is one, and nobody has asked lately. */
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
