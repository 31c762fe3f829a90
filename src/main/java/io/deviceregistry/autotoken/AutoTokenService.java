package io.deviceregistry.autotoken;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.account.ActiveAccounts;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.paging.Page;
import io.deviceregistry.paging.PageRequest;
import io.deviceregistry.paging.Pages;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.RandomWords;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Sha256;

/** Creates, lists, disables and redeems auto-assign tokens. */
@Singleton
public class AutoTokenService {

    /** A new token with its secret, which is never shown again. */
    record Created(AutoToken token, String secret) {
    }

    /** The request header that carries a token. */
    public static final String HEADER = "Pantahub-Devices-Auto-Token-V1";

    private static final int TOKEN_BYTES = 24;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/]{32}");

    private final AutoTokenRepository store;
    private final ActiveAccounts accounts;
    private final Randomness randomness;
    private final RandomWords words;
    private final Pages pages;
    private final Clock clock;

    AutoTokenService(AutoTokenRepository store, ActiveAccounts accounts, Randomness randomness, RandomWords words, Pages pages,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.randomness = randomness;
        this.words = words;
        this.pages = pages;
        this.clock = clock;
    }

    Created create(Caller owner, String nick, ObjectNode defaultUserMeta, Instant expires, Long maxUses) {
        if (nick != null) {
            NickRule.check(nick);
        }
        Instant now = clock.instant();
        if (expires != null && !expires.isAfter(now)) {
            throw ProblemException.unprocessable("expires", "must be in the future");
        }
        String secret = Base64.getEncoder().encodeToString(randomness.bytes(TOKEN_BYTES));
        StoredJson meta = defaultUserMeta == null ? StoredJson.EMPTY : StoredJson.of(defaultUserMeta);
        AutoToken.Validity validity = new AutoToken.Validity(false, Optional.ofNullable(expires), Optional.ofNullable(maxUses),
                0);
        AutoToken token = new AutoToken(new ObjectId().toHexString(), nick == null ? words.friendlyNick() : nick,
                new AutoToken.Owner(owner.prn(), owner.nick()), meta, validity, new AutoToken.Times(now, now));
        store.insert(token, hash(secret));
        return new Created(token, secret);
    }

    /** The tokens of the caller; for an administrator with {@code asadmin=yes}, of all owners. */
    Page<AutoToken> page(Caller caller, String limit, String cursor) {
        Prn owner = ownerFor(caller);
        PageRequest request = pages.request("tokens of " + (owner == null ? "everybody" : owner), limit, cursor);
        PageRequest page = pages.fitting(request, store.sizes(owner, request.afterId(), request.fetch()));
        return pages.cut(page, store.page(owner, page.afterId(), page.fetch()), token -> List.of(token.id()));
    }

    private static Prn ownerFor(Caller caller) {
        return caller.asAdmin() ? null : caller.prn();
    }

    /**
     * @throws ProblemException not-found, also for a token of somebody else unless the caller is an administrator with
     *        {@code asadmin=yes}
     */
    void disable(Caller caller, String id) {
        if (!Prn.isId(id)) {
            throw ProblemException.badRequest("id", "must be 24 hexadecimal digits in lower case");
        }
        if (!store.disable(id, ownerFor(caller), clock.instant())) {
            throw ProblemException.notFound("Token");
        }
    }

    /**
     * The token, if devices can join with it now. Does not count a use.
     *
     * @throws ProblemException bad-auto-token
     */
    public AutoToken usable(String secret) {
        if (!TOKEN.matcher(secret).matches()) {
            throw bad("must be 32 characters of base64");
        }
        return store.usable(hash(secret), clock.instant()).filter(token -> accounts.isActive(token.owner().prn()))
                .orElseThrow(AutoTokenService::useless);
    }

    /**
     * Counts one use of the token. This is the last step before the device is created, so that a refused device does not count.
     *
     * @throws ProblemException bad-auto-token
     */
    public void redeem(String secret) {
        if (!store.redeem(hash(secret), clock.instant())) {
            throw useless();
        }
    }

    /** Takes back one use of a token, because no device was created. */
    public void giveBack(AutoToken token) {
        store.giveBack(token.id());
    }

    private static ProblemException useless() {
        return bad("is unknown, disabled, expired or used up, or its owner is disabled");
    }

    /** Without a salt, because tokens are looked up by their hash; 192 random bits need none. */
    private static String hash(String secret) {
        return HexFormat.of().formatHex(Sha256.of(secret));
    }

    private static ProblemException bad(String why) {
        return new ProblemException(ProblemType.BAD_AUTO_TOKEN, "The auto-assign token " + why);
    }
}
