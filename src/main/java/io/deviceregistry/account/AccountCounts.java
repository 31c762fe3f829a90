package io.deviceregistry.account;

import jakarta.inject.Singleton;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

import io.deviceregistry.identity.Caller;
import io.deviceregistry.persistence.TimedCollections;
import io.deviceregistry.persistence.WholeCount;

/** Counts accounts: all of them by the collection's own count, administrators by an index. */
@Singleton
public final class AccountCounts {

    /** How many accounts there are. */
    public record Count(long users, long administrators) {
    }

    private final MongoCollection<AccountDocument> accounts;
    private final WholeCount whole;

    AccountCounts(TimedCollections collections, WholeCount whole) {
        this.whole = whole;
        this.accounts = collections.getForCounting(AccountDocument.COLLECTION, AccountDocument.class);
    }

    public Count count() {
        long administrators = accounts.countDocuments(new Document(AccountDocument.ROLES, Caller.ADMIN));
        return new Count(Math.max(0, whole.of(accounts) - administrators), administrators);
    }
}
