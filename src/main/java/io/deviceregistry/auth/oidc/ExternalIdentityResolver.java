package io.deviceregistry.auth.oidc;

import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.account.AccountService;
import io.deviceregistry.account.AccountStatusCache;
import io.deviceregistry.account.AccountStatusCache.Status;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.AccountId;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.PrincipalType;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.identity.Scope;
import io.deviceregistry.problem.ProblemException;

/** Finds the caller by a token of the external issuer. */
@Singleton
public class ExternalIdentityResolver {

    private static final int NO_GENERATION = 0;

    private final OidcConfig config;
    private final AccountStatusCache accounts;
    private final AccountProvisioner issued;

    ExternalIdentityResolver(OidcConfig config, AccountStatusCache accounts, AccountProvisioner issued) {
        this.config = config;
        this.accounts = accounts;
        this.issued = issued;
    }

    /**
     * Finds the caller; empty if the account is disabled.
     *
     * @throws ProblemException forbidden if the subject has no account and none is to be created
     */
    public Optional<Caller> caller(IssuedToken token, boolean asAdmin) {
        AccountId id = config.accounts() == OidcConfig.Accounts.LINK
                ? issued.linked(token.issuer(), token.subject(), token.email().orElse("")).orElseThrow(
                        () -> ProblemException.forbidden("No account has the verified e-mail address of the access token"))
                : AccountProvisioner.idOf(token);
        Optional<Status> status = accounts.status(id);
        if (status.isEmpty() && config.accounts() == OidcConfig.Accounts.CREATE) {
            issued.create(token);
            accounts.forget(id);
            status = accounts.status(id);
        }
        return status.filter(account -> !account.disabled()).map(account -> caller(id, account.nick(), token, asAdmin));
    }

    /** The issuer decides about roles: those of the account apply only to logins at this service. */
    private Caller caller(AccountId id, String nick, IssuedToken token, boolean asAdmin) {
        Set<String> roles = token.admin() ? Set.of("user", Caller.ADMIN) : AccountService.USER_ROLES;
        Set<Scope> scopes = Scope.parse(token.scopes());
        if (scopes.isEmpty()) {
            scopes = Scope.parse(config.defaultScopes().orElse(""));
        }
        Prn prn = id.prn();
        Claims claims = Claims.builder().principal(PrincipalType.USER, prn, id.value()).nick(nick).roles(Principal.text(roles))
                .scopes(scopes).times(token.issuedAt(), token.expires(), token.issuedAt())
                .proof(Claims.Origin.ISSUER, NO_GENERATION).build();
        return new Caller(PrincipalType.USER, prn, nick, Optional.empty(), roles, claims, asAdmin);
    }
}
