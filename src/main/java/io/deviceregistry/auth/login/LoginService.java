package io.deviceregistry.auth.login;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountRepository;
import io.deviceregistry.auth.AuthenticationAttempt;
import io.deviceregistry.auth.AuthenticationAttempts;
import io.deviceregistry.auth.DevicePrincipals;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.filter.Authenticator;
import io.deviceregistry.auth.hashing.SecretHasher;
import io.deviceregistry.auth.ratelimit.LoginName;
import io.deviceregistry.auth.ratelimit.LoginThrottle;
import io.deviceregistry.auth.token.AccessTokens;
import io.deviceregistry.auth.token.AuthConfig;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.identity.Scope;
import io.deviceregistry.identity.Unicode;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;

/** Issues and renews access tokens. */
@Singleton
class LoginService {

    private static final Duration ANONYMOUS_LIFETIME = Duration.ofMinutes(5);
    private static final int MAX_USERNAME = 320;
    private static final Logger LOG = Logger.getLogger(LoginService.class);

    private final AccountRepository accounts;
    private final DevicePrincipals devices;
    private final DeviceCertificates certificates;
    private final SecretHasher hasher;
    private final AccessTokens tokens;
    private final AuthConfig config;
    private final Clock clock;
    private final AuthenticationAttempts attempts;
    private final LoginThrottle wrongLogins;

    LoginService(AccountRepository accounts, DevicePrincipals devices, DeviceCertificates certificates, SecretHasher hasher,
            AccessTokens tokens, AuthConfig config, Clock clock, AuthenticationAttempts attempts, LoginThrottle wrongLogins) {
        this.accounts = accounts;
        this.devices = devices;
        this.certificates = certificates;
        this.hasher = hasher;
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
        this.attempts = attempts;
        this.wrongLogins = wrongLogins;
    }

    /**
     * @param chain the certificate chain of the client, or empty; used for a device that sends no secret
     * @throws ProblemException bad-credentials, with the same text and after the same time whatever was wrong
     */
    String login(String username, Secret password, String scope, List<X509Certificate> chain) {
        if (Prn.ANONYMOUS.value().equals(username)) {
            return attempts.observe(AuthenticationAttempt.Type.ANONYMOUS, () -> anonymous(scope));
        }
        AuthenticationAttempt.Type type = username != null && new Prn(username).isDevice()
                ? AuthenticationAttempt.Type.DEVICE
                : AuthenticationAttempt.Type.ACCOUNT;
        if (type == AuthenticationAttempt.Type.DEVICE && password.isEmpty() && !chain.isEmpty()) {
            return attempts.observe(AuthenticationAttempt.Type.CERTIFICATE, () -> byCertificate(username, scope, chain));
        }
        return attempts.observe(type, () -> known(username, password, scope));
    }

    private String byCertificate(String username, String scope, List<X509Certificate> chain) {
        Optional<Principal> owned = find(username).filter(device -> device.owner().isPresent());
        // The same lookups happen for a device that does not exist, so that the duration does not reveal it.
        Optional<String> refusal = certificates.refusal(owned.orElseGet(() -> ofNobody(username)), chain);
        if (owned.isEmpty() || refusal.isPresent()) {
            LOG.infof("The login of %s with its certificate was refused: %s", username,
                    owned.isEmpty() ? "the device does not exist or has no owner" : refusal.get());
            throw new ProblemException(ProblemType.BAD_CREDENTIALS, "The client certificate is not accepted for this device");
        }
        return tokens.issue(owned.get(), Claims.Origin.CERTIFICATE, scopes(scope), config.tokenLifetime(), null);
    }

    private static Principal ofNobody(String username) {
        return new Principal(PrincipalType.DEVICE, new Prn(username), "", Optional.of(Prn.ofAccount("0".repeat(24))), Set.of(),
                Optional.empty(), 0);
    }

    private String known(String username, Secret password, String scope) {
        if (username == null || username.isEmpty() || username.length() > MAX_USERNAME || !Unicode.isWellFormed(username)
                || !password.isAcceptable()) {
            throw badCredentials();
        }
        Optional<Principal> principal = find(username);
        SecretHash hash = principal.flatMap(Principal::secret).orElse(null);
        // A right generated secret is never delayed or limited: a whole fleet may come back at once, and such a secret cannot be
        // guessed.
        if (!hasher.matchesGenerated(password, hash) && !wrongLogins.check(LoginName.of(username), principal, password)) {
            throw badCredentials();
        }
        return tokens.issue(principal.orElseThrow(), scopes(scope), config.tokenLifetime(), null);
    }

    /** An empty list means the same as no list: all that the principal may have. */
    private static String scopes(String scope) {
        return Scope.format(scope == null || scope.isBlank() ? Set.of(Scope.ALL) : Scope.parse(scope));
    }

    /** Only scopes that allow reading, whatever was requested. */
    private String anonymous(String scope) {
        Set<Scope> scopes = EnumSet.of(Scope.DEVICES_READONLY);
        if (scope != null && !scope.isBlank()) {
            scopes.retainAll(Scope.parse(scope));
        }
        return tokens.issue(Principal.ANONYMOUS, Scope.format(scopes), ANONYMOUS_LIFETIME, null);
    }

    private Optional<Principal> find(String username) {
        Prn prn = new Prn(username);
        if (prn.isDevice()) {
            return devices.find(prn.deviceId());
        }
        Optional<Account> account;
        if (prn.isAccount()) {
            account = accounts.byId(prn.accountId());
        } else if (username.indexOf('@') >= 0) {
            account = accounts.byEmail(username);
        } else {
            account = accounts.byNick(username);
        }
        return account.filter(found -> !found.disabled()).map(Account::principal);
    }

    /**
     * Issues a new token for the same login, with the present state of the principal.
     *
     * @throws ProblemException unauthenticated, if the principal no longer exists or the login is too old
     */
    String refresh(Caller caller) {
        Claims claims = caller.claims();
        if (caller.type() == PrincipalType.SESSION) {
            throw Authenticator.unauthenticated("The anonymous user's token cannot be refreshed; log in again");
        }
        if (claims.origin() != Claims.Origin.SECRET) {
            throw Authenticator.unauthenticated(claims.origin() == Claims.Origin.CERTIFICATE
                    ? "A token from a login with a certificate cannot be refreshed; log in with the certificate again"
                    : "A token of the external issuer cannot be refreshed here; get a new one from the issuer");
        }
        if (clock.instant().getEpochSecond() > claims.origIat() + config.refreshLifetime().toSeconds()) {
            throw Authenticator.unauthenticated("The login is too old to be refreshed; log in again");
        }
        Principal principal = find(claims.prn())
                .filter(now -> now.generation() == claims.generation())
                .orElseThrow(() -> Authenticator.unauthenticated("The access token is no longer valid"));
        return tokens.issue(principal, claims.scopes(), config.tokenLifetime(), claims.origIat());
    }

    private static ProblemException badCredentials() {
        return new ProblemException(ProblemType.BAD_CREDENTIALS, "Wrong username or password");
    }
}
