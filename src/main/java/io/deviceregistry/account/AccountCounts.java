package io.deviceregistry.account;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.StorageConfig;
import io.deviceregistry.persistence.WholeCount;

/** Counts accounts: all of them by the collection's own count, administrators by an index. */
@Singleton
public final class AccountCounts {

    /** How many accounts there are. */
    public record Count(long users, long administrators) {
    }

    private final AccountRepository accounts;
    private final StorageConfig config;
    private final WholeCount whole;

    AccountCounts(AccountRepository accounts, StorageConfig config, WholeCount whole) {
        this.whole = whole;
        this.accounts = accounts;
        this.config = config;
    }

    public Count count() {
        MongoCollection<AccountDocument> collection = accounts.collectionWithin(config.countTimeout().toMillis());
        long administrators = collection.countDocuments(new Document(AccountDocument.ROLES, Caller.ADMIN));
        return new Count(Math.max(0, whole.of(collection) - administrators), administrators);
    }
}
