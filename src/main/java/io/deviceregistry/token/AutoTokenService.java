package io.deviceregistry.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.account.ActiveAccounts;
import io.deviceregistry.account.Caller;
import io.deviceregistry.account.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Words;

/** Makes, lists, disables and redeems auto-assign tokens. */
@Singleton
public class AutoTokenService {

    /** A new token with the one showing of its secret. */
    record Created(AutoToken token, String secret) {
    }

    private static final int TOKEN_BYTES = 24;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/]{32}");
    private static final Pattern NICK = Pattern.compile("[A-Za-z0-9_+%-]{1,128}");

    private final AutoTokenStore store;
    private final ActiveAccounts accounts;
    private final Randomness randomness;
    private final Words words;
    private final Clock clock;

    AutoTokenService(AutoTokenStore store, ActiveAccounts accounts, Randomness randomness, Words words, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.randomness = randomness;
        this.words = words;
        this.clock = clock;
    }

    Created create(Caller owner, String nick, ObjectNode defaultUserMeta, Instant expires, Long maxUses) {
        if (nick != null && !NICK.matcher(nick).matches()) {
            throw new ProblemException(ProblemType.BAD_NICK, "nick: must be 1 to 128 of A-Z, a-z, 0-9, _, +, % and -");
        }
        Instant now = clock.instant();
        if (expires != null && !expires.isAfter(now)) {
            throw ProblemException.unprocessable("expires", "must be in the future");
        }
        String secret = Base64.getEncoder().encodeToString(randomness.bytes(TOKEN_BYTES));
        ObjectNode meta = defaultUserMeta == null ? JsonNodeFactory.instance.objectNode() : defaultUserMeta;
        AutoToken token = new AutoToken(new ObjectId().toHexString(), nick == null ? words.friendlyNick() : nick,
                owner.prn(), owner.nick(), meta, false, expires, maxUses, 0, now, now);
        store.insert(token, hash(secret));
        return new Created(token, secret);
    }

    List<AutoToken> page(Caller owner, String afterId, int limit) {
        return store.page(owner.prn(), afterId, limit);
    }

    /** @throws ProblemException not-found, also for a token of somebody else */
    void disable(Caller owner, String id) {
        if (!Prn.isId(id)) {
            throw ProblemException.badRequest("id", "must be 24 hexadecimal digits in lower case");
        }
        if (!store.disable(id, owner.prn(), clock.instant())) {
            throw ProblemException.notFound("Token");
        }
    }

    /**
     * Uses the token once.
     *
     * @throws ProblemException bad-auto-token
     */
    public AutoToken redeem(String secret) {
        if (!TOKEN.matcher(secret).matches()) {
            throw bad("must be 32 characters of base64");
        }
        AutoToken token = store.redeem(hash(secret), clock.instant())
                .orElseThrow(() -> bad("is unknown, disabled, expired or used up"));
        if (!accounts.isActive(token.owner())) {
            throw bad("is unknown, disabled, expired or used up");
        }
        return token;
    }

    /** Without salt, because it is looked up by it; 192 random bits need none. */
    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException bad(String why) {
        return new ProblemException(ProblemType.BAD_AUTO_TOKEN, "The auto-assign token " + why);
    }
}
