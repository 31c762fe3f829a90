package io.deviceregistry.auth.oidc;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountRepository;
import io.deviceregistry.account.AccountService;
import io.deviceregistry.identity.AccountId;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Sha256;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;

/** Finds or creates the accounts of subjects of the external issuer. */
@Singleton
class AccountProvisioner {

    static final String CACHE = "issued-accounts";
    private static final Logger LOG = Logger.getLogger(AccountProvisioner.class);
    private static final int ID_BYTES = 12;
    private static final int MAX_NICK_STEM = 14;
    private static final int MIN_NICK = 3;
    /** Counted from the year 2020, so that an int lasts until 2088. */
    private static final long GENERATIONS_SINCE = 1_577_836_800;
    private static final int SUFFIX_BYTES = 4;
    /** Ends in the top-level domain that never has a mailbox (RFC 2606). */
    private static final String NO_MAILBOX = "@issuer.invalid";

    private final AccountRepository store;
    private final Randomness randomness;
    private final Clock clock;

    AccountProvisioner(AccountRepository store, Randomness randomness, Clock clock) {
        this.store = store;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * The id of the account of a subject: a digest of issuer and subject, so that no lookup is needed, and two concurrent first
     * requests create one account.
     */
    static AccountId idOf(IssuedToken token) {
        return new AccountId(HexFormat.of().formatHex(Sha256.of(subject(token.issuer(), token.subject())), 0, ID_BYTES));
    }

    /** No URL contains a space, so that different pairs never make the same text. */
    private static String subject(String issuer, String subject) {
        return issuer + " " + subject;
    }

    /**
     * Creates the account of the subject, without a password. An e-mail address or a nick that another account has already stays
     * with that account: whoever signed up here with an address has not proven that it is theirs.
     */
    void create(IssuedToken token) {
        AccountId id = idOf(token);
        String nobody = id + NO_MAILBOX;
        String stem = stem(token.username().orElse(""));
        String email = token.email().map(given -> given.toLowerCase(Locale.ROOT)).filter(AccountService::isEmail)
                .orElse(nobody);
        String other = stem.substring(0, Math.min(MAX_NICK_STEM, stem.length())) + "-"
                + HexFormat.of().formatHex(randomness.bytes(SUFFIX_BYTES));
        List<String> nicks = AccountService.isNick(stem) ? List.of(stem, other) : List.of(other);
        for (String mailbox : email.equals(nobody) ? List.of(nobody) : List.of(email, nobody)) {
            for (String nick : nicks) {
                Instant now = clock.instant();
                Account account = new Account(id, nick, mailbox, AccountService.USER_ROLES, false,
                        Account.Credentials.ofIssuer(firstGeneration(now)), Account.Times.of(now));
                if (store.insert(account)) {
                    LOG.infof("Created the account %s for a subject of the issuer", account.prn());
                    return;
                }
                if (store.byId(id).isPresent()) {
                    return;
                }
            }
        }
    }

    /**
     * The first generation is a time in seconds, so that a token of an earlier account of this subject is never valid for this
     * account: a generation goes up by one with each change of the password, which happens less than once a second.
     */
    private static int firstGeneration(Instant now) {
        return Math.toIntExact(now.getEpochSecond() - GENERATIONS_SINCE);
    }

    private static String stem(String username) {
        String local = username.replaceAll("@.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return local.length() < MIN_NICK ? "user" : local.substring(0, Math.min(MAX_NICK_STEM, local.length()));
    }

    /**
     * The account with this address, if it is linked to this subject or to none. It is then linked to this subject for good, so
     * that a later owner of the same address gets no access to it.
     *
     * @param email verified by the issuer, or empty
     */
    @CacheResult(cacheName = CACHE)
    Optional<AccountId> linked(@CacheKey String issuer, @CacheKey String subject, @CacheKey String email) {
        String wanted = subject(issuer, subject);
        return Optional.of(email).filter(AccountService::isEmail).flatMap(store::byEmail)
                .filter(account -> account.credentials().subject().map(wanted::equals)
                        .orElseGet(() -> store.link(account.id(), account.email(), wanted)))
                .map(Account::id);
    }
}
