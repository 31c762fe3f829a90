package io.deviceregistry.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.deviceregistry.identity.AccountId;
import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.secret.SecretHash;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An account as it is stored. */
@MongoEntity(collection = AccountDocument.COLLECTION)
@RegisterForReflection
public class AccountDocument {

    static final String COLLECTION = "accounts";
    static final String NICK = "nick";
    static final String EMAIL = "email";
    static final String ROLES = "roles";
    static final String DISABLED = "disabled";
    static final String PASSWORD = "password";
    static final String GENERATION = "generation";
    static final String SUBJECT = "subject";
    static final String TIME_MODIFIED = "timeModified";
    static final String LEAVING = "leaving";
    static final String REMOVING = "removing";

    @BsonId
    public ObjectId id;
    public int schema;
    public String nick;
    /** In lower case, so that one mailbox has one account. */
    public String email;
    public List<String> roles;
    public boolean disabled;
    /** Absent if the account is used only with tokens of the external issuer. */
    public String password;
    public int generation;
    public Instant timeCreated;
    public Instant timeModified;
    /** The external issuer and its subject to which the account is linked. */
    public String subject;
    /** The id of a change in progress after which this account is no longer an administrator; see {@link Administrators}. */
    public ObjectId leaving;
    /** True once its removal has begun, which cannot be undone. */
    public Boolean removing;

    static AccountDocument of(Account account) {
        AccountDocument document = new AccountDocument();
        document.id = new ObjectId(account.id().value());
        document.schema = SchemaVersion.CURRENT;
        document.nick = account.nick();
        document.email = account.email();
        document.roles = List.copyOf(account.roles());
        document.disabled = account.disabled();
        document.password = account.credentials().password().map(SecretHash::value).orElse(null);
        document.subject = account.credentials().subject().orElse(null);
        document.generation = account.generation();
        document.timeCreated = account.times().created();
        document.timeModified = account.times().modified();
        return document;
    }

    Account toAccount() {
        Account.Credentials credentials = new Account.Credentials(Optional.ofNullable(password).map(SecretHash::new),
                Optional.ofNullable(subject), generation);
        return new Account(new AccountId(id.toHexString()), nick, email, Set.copyOf(new TreeSet<>(roles)), disabled,
                credentials, new Account.Times(timeCreated, timeModified));
    }
}
