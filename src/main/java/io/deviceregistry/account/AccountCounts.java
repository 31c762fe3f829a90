package io.deviceregistry.account;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.CollectionCount;
import io.deviceregistry.persistence.StorageConfig;

/** Counts accounts: all of them by the metadata of the collection, administrators by an index. */
@Singleton
public final class AccountCounts {

    /** How many accounts there are. */
    public record Count(long users, long administrators) {
    }

    private final AccountRepository accounts;
    private final StorageConfig config;
    private final CollectionCount total;

    AccountCounts(AccountRepository accounts, StorageConfig config, CollectionCount total) {
        this.total = total;
        this.accounts = accounts;
        this.config = config;
    }

    public Count count() {
        MongoCollection<AccountDocument> collection = accounts.collectionWithin(config.countTimeout().toMillis());
        long administrators = collection.countDocuments(new Document(AccountDocument.ROLES, Caller.ADMIN));
        return new Count(Math.max(0, total.of(collection) - administrators), administrators);
    }
}
