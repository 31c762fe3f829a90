package io.deviceregistry.account;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.bson.types.ObjectId;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.hashing.SecretHasher;
import io.deviceregistry.auth.ratelimit.LoginName;
import io.deviceregistry.auth.ratelimit.LoginThrottle;
import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Secret;

/** Signing up, passwords, and what administrators do with accounts. */
@Singleton
public class AccountService {

    public static final Set<String> USER_ROLES = Set.of("user");
    private static final Pattern NICK = Pattern.compile("[a-z0-9_-]{3,23}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,255}");
    private static final Set<String> KNOWN_ROLES = Set.of("user", Caller.ADMIN);

    private final AccountRepository store;
    private final AccountStatusCache statusCache;
    private final SecretHasher hasher;
    private final OwnedDevices devices;
    private final AccountRemoval removal;
    private final Administrators administrators;
    private final LoginThrottle wrongLogins;
    private final AccountsConfig config;
    private final Clock clock;

    AccountService(AccountRepository store, AccountStatusCache statusCache, SecretHasher hasher, OwnedDevices devices,
            AccountRemoval removal, Administrators administrators, LoginThrottle wrongLogins, AccountsConfig config,
            Clock clock) {
        this.store = store;
        this.statusCache = statusCache;
        this.hasher = hasher;
        this.devices = devices;
        this.removal = removal;
        this.administrators = administrators;
        this.wrongLogins = wrongLogins;
        this.config = config;
        this.clock = clock;
    }

    /** @throws ProblemException account-refused, with the texts of the PANTAHUB service; forbidden while sign-up is closed */
    Account signUp(String email, String nick, Secret password, boolean byAdmin) {
        if (config.signup() == AccountsConfig.Signup.CLOSED && !byAdmin) {
            throw ProblemException.forbidden("Sign-up is closed; an administrator creates accounts");
        }
        return create(email, nick, password, USER_ROLES);
    }

    Account create(String email, String nick, Secret password, Set<String> roles) {
        if (email == null || email.isEmpty()) {
            throw refused("Accounts must have an email address");
        }
        if (!password.isAcceptable()) {
            throw refused("Accounts must have a password set");
        }
        if (nick == null || nick.isEmpty()) {
            throw refused("Accounts must have a nick set");
        }
        if (!isEmail(email)) {
            throw refused("Accounts must have a valid email address");
        }
        if (!isNick(nick)) {
            throw refused("Accounts must have a valid nick: 3 to 23 of a-z, 0-9, _ and -");
        }
        Account account = new Account(new AccountId(new ObjectId().toHexString()), nick, email.toLowerCase(Locale.ROOT), roles,
                false,
                Account.Credentials.first(hasher.hashChosen(password)), Account.Times.of(clock.instant()));
        if (!store.insert(account)) {
            throw refused("Email or Nick already in use");
        }
        return account;
    }

    public static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    public static boolean isNick(String text) {
        return NICK.matcher(text).matches() && !Prn.isId(text);
    }

    public Account own(Caller caller) {
        return store.byId(caller.accountId()).orElseThrow(() -> ProblemException.notFound("Account"));
    }

    List<Account> page(Optional<String> afterId, int limit) {
        return store.page(afterId, limit);
    }

    /**
     * Replaces exactly the password that the caller gave: a reset that happened in the meantime stays.
     *
     * @throws ProblemException forbidden when the current password is not given; conflict when it was replaced meanwhile
     */
    public void changePassword(Caller caller, Secret current, Secret password) {
        Account present = own(caller);
        Principal principal = present.principal();
        if (!current.isAcceptable()
                || !wrongLogins.check(LoginName.of(principal.prn().value()), Optional.of(principal), current)) {
            throw ProblemException.forbidden("The current password is wrong");
        }
        requireAcceptable(password);
        Optional<Account> after = store.setPassword(caller.accountId(), present.generation(), hasher.hashChosen(password));
        statusCache.forget(caller.accountId());
        if (after.isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT,
                    "The password was changed, or all sessions were ended, at the same time");
        }
    }

    public void logout(Caller caller) {
        Claims claims = caller.claims();
        // A token of the external issuer has no generation.
        store.endSessions(caller.accountId(),
                claims.origin() == Claims.Origin.ISSUER ? Optional.empty() : Optional.of(claims.generation()));
        statusCache.forget(caller.accountId());
    }

    /** @throws ProblemException not-found; last-administrator; conflict; unprocessable for roles that do not exist */
    Account change(String idOrNick, Optional<Boolean> disabled, Optional<Set<String>> roles, Optional<Secret> password) {
        if (roles.filter(given -> given.isEmpty() || !KNOWN_ROLES.containsAll(given)).isPresent()) {
            throw ProblemException.unprocessable("roles", "must be one or both of user and admin");
        }
        password.ifPresent(AccountService::requireAcceptable);
        AccountId id = find(idOrNick).id();
        AccountChange change = new AccountChange(disabled, roles, password.map(hasher::hashChosen), false);
        Account after = administrators.change(id, change);
        statusCache.forget(id);
        return after;
    }

    /**
     * Removes an account. It is disabled first, so that it gains no devices in the meantime. A removal that fails half way is
     * completed in the background, and may be repeated.
     *
     * @throws ProblemException last-administrator; conflict when it has devices and the request does not say what happens to them
     */
    Account remove(String idOrNick, String devicesTo, Actor actor) {
        Account account = find(idOrNick);
        Account heir = heir(devicesTo, account);
        if (devicesTo == null && devices.any(account.prn())) {
            throw new ProblemException(ProblemType.CONFLICT,
                    "The account owns devices; add devices=garbage or devices=transfer:<nick>");
        }
        removal.remove(account, heir, actor, () -> {
            administrators.change(account.id(), AccountChange.REMOVAL);
            statusCache.forget(account.id());
        });
        statusCache.forget(account.id());
        return account;
    }

    private Account heir(String devicesTo, Account account) {
        if (devicesTo == null || devicesTo.equals("garbage")) {
            return null;
        }
        if (!devicesTo.startsWith("transfer:")) {
            throw ProblemException.badRequest("devices", "must be garbage or transfer:<nick>");
        }
        Account heir = store.byNick(devicesTo.substring("transfer:".length())).filter(found -> !found.disabled())
                .orElseThrow(() -> ProblemException.unprocessable("devices", "no such account to transfer to"));
        if (heir.id().equals(account.id())) {
            throw ProblemException.unprocessable("devices", "an account cannot inherit from itself");
        }
        return heir;
    }

    private Account find(String idOrNick) {
        return (Prn.isId(idOrNick) ? store.byId(new AccountId(idOrNick)) : store.byNick(idOrNick))
                .orElseThrow(() -> ProblemException.notFound("Account"));
    }

    private static void requireAcceptable(Secret password) {
        if (!password.isAcceptable()) {
            throw ProblemException.unprocessable("password", "must have 1 to " + Secret.MAX_LENGTH + " characters");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.ACCOUNT_REFUSED, why);
    }
}
