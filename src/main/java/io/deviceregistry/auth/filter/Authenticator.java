package io.deviceregistry.auth.filter;

import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

import jakarta.inject.Singleton;

import io.deviceregistry.account.AccountStatusCache;
import io.deviceregistry.auth.AuthenticationAttempt;
import io.deviceregistry.auth.AuthenticationAttempts;
import io.deviceregistry.auth.DevicePrincipals;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.oidc.ExternalIdentityResolver;
import io.deviceregistry.auth.oidc.IssuerTokenVerifier;
import io.deviceregistry.auth.token.VerifiedTokenCache;
import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.BlockingCall;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.smallrye.mutiny.Uni;

/** Finds the caller by an access token, and checks that the token is still valid. */
@Singleton
public class Authenticator {

    private static final String BEARER = "bearer";

    private final VerifiedTokenCache tokens;
    private final IssuerTokenVerifier issuerTokens;
    private final ExternalIdentityResolver issuedCallers;
    private final AccountStatusCache accounts;
    private final DevicePrincipals devices;
    private final AuthenticationAttempts attempts;

    Authenticator(VerifiedTokenCache tokens, IssuerTokenVerifier issuerTokens, ExternalIdentityResolver issuedCallers,
            AccountStatusCache accounts,
            DevicePrincipals devices, AuthenticationAttempts attempts) {
        this.tokens = tokens;
        this.issuerTokens = issuerTokens;
        this.issuedCallers = issuedCallers;
        this.accounts = accounts;
        this.devices = devices;
        this.attempts = attempts;
    }

    /**
     * Finds the caller. Does not block an event loop; completes there or on a worker thread.
     *
     * @param authorization the value of the header: {@code Bearer} in upper or lower case, followed by blanks and the token
     * @return fails with a {@link ProblemException}: unauthenticated; forbidden
     */
    public Uni<Caller> authenticate(String authorization, boolean asAdmin) {
        return attempts.observeLater(AuthenticationAttempt.Type.TOKEN, () -> identify(authorization, asAdmin))
                .map(caller -> admitted(caller, asAdmin));
    }

    /** The caller, if it is cached; empty if the database must be queried or the token is not valid. */
    Optional<Caller> authenticateFromMemory(String authorization, boolean asAdmin) {
        return attempts.observeSuccess(AuthenticationAttempt.Type.TOKEN, () -> token(authorization).flatMap(tokens::remembered)
                .filter(claims -> claims.type() == PrincipalType.USER)
                .flatMap(claims -> user(claims, accounts.remembered(new AccountId(claims.id())), asAdmin)))
                .map(caller -> admitted(caller, asAdmin));
    }

    private static Caller admitted(Caller caller, boolean asAdmin) {
        if (asAdmin && !caller.isAdmin()) {
            throw ProblemException.forbidden("Only an administrator may use asadmin=yes");
        }
        return caller;
    }

    private Uni<Caller> identify(String authorization, boolean asAdmin) {
        String token = token(authorization).orElseThrow(Authenticator::malformed);
        Optional<IssuerTokenVerifier.Unchecked> issued = issuerTokens.parse(token);
        Uni<Optional<Caller>> caller = issued.isPresent()
                ? BlockingCall.of(() -> issued(issued.get(), asAdmin))
                : caller(own(token), asAdmin);
        return caller.map(found -> found.orElseThrow(Authenticator::revoked));
    }

    private static Optional<String> token(String authorization) {
        StringTokenizer words = new StringTokenizer(authorization);
        return words.countTokens() == 2 && words.nextToken().equalsIgnoreCase(BEARER)
                ? Optional.of(words.nextToken())
                : Optional.empty();
    }

    private Optional<Caller> issued(IssuerTokenVerifier.Unchecked token, boolean asAdmin) {
        return issuedCallers.caller(issuerTokens.read(token).orElseThrow(Authenticator::invalid), asAdmin);
    }

    private Claims own(String token) {
        return tokens.read(token).orElseThrow(Authenticator::invalid);
    }

    private Uni<Optional<Caller>> caller(Claims claims, boolean asAdmin) {
        return switch (claims.type()) {
            case SESSION -> Uni.createFrom().item(Optional.of(session(claims, asAdmin)));
            case USER -> BlockingCall.of(() -> user(claims, accounts.status(new AccountId(claims.id())), asAdmin));
            case DEVICE -> devices.read(new DeviceId(claims.id())).map(device -> device(claims, device, asAdmin));
            case SERVICE -> Uni.createFrom().item(Optional.empty());
        };
    }

    private static Caller session(Claims claims, boolean asAdmin) {
        return new Caller(claims.type(), new Prn(claims.prn()), claims.nick(), Optional.empty(), Set.of(), claims, asAdmin);
    }

    private static Optional<Caller> user(Claims claims, Optional<AccountStatusCache.Status> now, boolean asAdmin) {
        return now.filter(account -> !account.disabled() && account.generation() == claims.generation())
                .map(account -> new Caller(claims.type(), new Prn(claims.prn()), claims.nick(), Optional.empty(),
                        account.roles(), claims, asAdmin));
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
        return unauthenticated("The access token is no longer valid");
    }

    public static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
