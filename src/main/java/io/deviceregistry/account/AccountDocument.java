package io.deviceregistry.account;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

import io.deviceregistry.persistence.SchemaVersion;
import io.deviceregistry.secret.SecretHash;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** An account as it is stored. */
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
    /** Absent of those who come with tokens of the external issuer only. */
    public String password;
    public int generation;
    public Instant timeCreated;
    public Instant timeModified;
    /** The external issuer and its subject, to whom the account is linked. */
    public String subject;
    /** Names the change under way that makes this account no administrator any more; see {@link Administrators}. */
    public ObjectId leaving;
    /** True once its removal has begun, which nothing takes back. */
    public Boolean removing;

    static AccountDocument of(Account account) {
        AccountDocument document = new AccountDocument();
        document.id = new ObjectId(account.id());
        document.schema = SchemaVersion.CURRENT;
        document.nick = account.nick();
        document.email = account.email();
        document.roles = List.copyOf(account.roles());
        document.disabled = account.disabled();
        document.password = account.password() == null ? null : account.password().value();
        document.subject = account.subject();
        document.generation = account.generation();
        document.timeCreated = account.timeCreated();
        document.timeModified = account.timeModified();
        return document;
    }

    Account toAccount() {
        return new Account(id.toHexString(), nick, email, Set.copyOf(new TreeSet<>(roles)), disabled,
                password == null ? null : new SecretHash(password), generation, timeCreated, timeModified, subject);
    }
}
