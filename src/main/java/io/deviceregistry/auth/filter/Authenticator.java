package io.deviceregistry.auth.filter;

import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.deviceregistry.account.AccountDirectory;
import io.deviceregistry.auth.AuthenticationAttempt;
import io.deviceregistry.auth.AuthenticationAttempts;
import io.deviceregistry.auth.DevicePrincipals;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.oidc.ExternalIdentityResolver;
import io.deviceregistry.auth.oidc.IssuerTokens;
import io.deviceregistry.auth.token.VerifiedTokens;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Tells who holds an access token, and whether it is still good for anything. */
@Singleton
public class Authenticator {

    private static final String BEARER = "bearer";

    private final VerifiedTokens tokens;
    private final IssuerTokens issuerTokens;
    private final ExternalIdentityResolver issuedCallers;
    private final AccountDirectory accounts;
    private final DevicePrincipals devices;
    private final AuthenticationAttempts attempts;

    Authenticator(VerifiedTokens tokens, IssuerTokens issuerTokens, ExternalIdentityResolver issuedCallers,
            AccountDirectory accounts,
            DevicePrincipals devices, AuthenticationAttempts attempts) {
        this.tokens = tokens;
        this.issuerTokens = issuerTokens;
        this.issuedCallers = issuedCallers;
        this.accounts = accounts;
        this.devices = devices;
        this.attempts = attempts;
    }

    /**
     * @param authorization the header's value: {@code Bearer} in any case, with any blanks
     * @throws ProblemException unauthenticated
     */
    public Caller authenticate(String authorization, boolean asAdmin) {
        return admitted(attempts.observe(AuthenticationAttempt.Type.TOKEN, () -> identify(authorization, asAdmin)), asAdmin);
    }

    /**
     * The same without waiting for anything, for most requests of an account. Nothing where the caller must be asked for, and where the
     * token is not good.
     */
    Optional<Caller> authenticateFromMemory(String authorization, boolean asAdmin) {
        return attempts.observeSuccess(AuthenticationAttempt.Type.TOKEN, () -> token(authorization).flatMap(tokens::remembered)
                .filter(claims -> claims.type() == PrincipalType.USER)
                .flatMap(claims -> user(claims, accounts.remembered(claims.id()), asAdmin)))
                .map(caller -> admitted(caller, asAdmin));
    }

    /** The same for an event loop, which is not blocked: others find out who calls. */
    Uni<Caller> authenticateLater(String authorization, boolean asAdmin) {
        return attempts.observeLater(AuthenticationAttempt.Type.TOKEN, () -> identifyLater(authorization, asAdmin))
                .map(caller -> admitted(caller, asAdmin));
    }

    private static Caller admitted(Caller caller, boolean asAdmin) {
        if (asAdmin && !caller.isAdmin()) {
            throw ProblemException.forbidden("Only an administrator may use asadmin=yes");
        }
        return caller;
    }

    private Caller identify(String authorization, boolean asAdmin) {
        String token = token(authorization).orElseThrow(Authenticator::malformed);
        Optional<IssuerTokens.Unchecked> issued = issuerTokens.parse(token);
        return (issued.isPresent() ? issued(issued.get(), asAdmin) : caller(own(token), asAdmin))
                .orElseThrow(Authenticator::revoked);
    }

    private Uni<Caller> identifyLater(String authorization, boolean asAdmin) {
        String token = token(authorization).orElseThrow(Authenticator::malformed);
        Optional<IssuerTokens.Unchecked> issued = issuerTokens.parse(token);
        Uni<Optional<Caller>> caller = issued.isPresent()
                ? onWorker(() -> issued(issued.get(), asAdmin))
                : callerLater(own(token), asAdmin);
        return caller.map(found -> found.orElseThrow(Authenticator::revoked));
    }

    private static <T> Uni<T> onWorker(Supplier<T> blocking) {
        return Uni.createFrom().item(blocking).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Optional<String> token(String authorization) {
        StringTokenizer words = new StringTokenizer(authorization);
        return words.countTokens() == 2 && words.nextToken().equalsIgnoreCase(BEARER)
                ? Optional.of(words.nextToken())
                : Optional.empty();
    }

    private Optional<Caller> issued(IssuerTokens.Unchecked token, boolean asAdmin) {
        return issuedCallers.caller(issuerTokens.read(token).orElseThrow(Authenticator::invalid), asAdmin);
    }

    private Claims own(String token) {
        return tokens.read(token).orElseThrow(Authenticator::invalid);
    }

    private Optional<Caller> caller(Claims claims, boolean asAdmin) {
        return switch (claims.type()) {
            case SESSION -> Optional.of(session(claims, asAdmin));
            case USER -> user(claims, accounts.status(claims.id()), asAdmin);
            case DEVICE -> device(claims, devices.find(claims.id()), asAdmin);
            case SERVICE -> Optional.empty();
        };
    }

    private Uni<Optional<Caller>> callerLater(Claims claims, boolean asAdmin) {
        return switch (claims.type()) {
            case USER -> onWorker(() -> caller(claims, asAdmin));
            case DEVICE -> devices.read(claims.id()).map(device -> device(claims, device, asAdmin));
            case SESSION, SERVICE -> Uni.createFrom().item(caller(claims, asAdmin));
        };
    }

    private static Caller session(Claims claims, boolean asAdmin) {
        return new Caller(claims.type(), new Prn(claims.prn()), claims.nick(), null, Set.of(), claims, asAdmin);
    }

    private static Optional<Caller> user(Claims claims, Optional<AccountDirectory.Status> now, boolean asAdmin) {
        return now.filter(account -> !account.disabled() && account.generation() == claims.generation())
                .map(account -> new Caller(claims.type(), new Prn(claims.prn()), claims.nick(), null, account.roles(), claims,
                        asAdmin));
    }

    private static Optional<Caller> device(Claims claims, Optional<Principal> now, boolean asAdmin) {
        return now.filter(device -> device.generation() == claims.generation())
                .map(device -> new Caller(claims.type(), new Prn(claims.prn()), device.nick(), device.owner(), Set.of(), claims,
                        asAdmin));
    }

    private static ProblemException malformed() {
        return unauthenticated("The Authorization header must be: Bearer <access token>");
    }

    private static ProblemException invalid() {
        return unauthenticated("The access token is not valid, or has expired");
    }

    private static ProblemException revoked() {
        return unauthenticated("The access token is not valid any more");
    }

    public static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
