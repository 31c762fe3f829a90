package io.deviceregistry.account;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.deviceregistry.oidc.IssuerTokens;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Tells who holds an access token, and whether it is still good for anything. */
@Singleton
public class Authenticator {

    private static final String BEARER = "bearer";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final VerifiedTokens tokens;
    private final IssuerTokens issuerTokens;
    private final IssuedCallers issuedCallers;
    private final AccountDirectory accounts;
    private final DevicePrincipals devices;
    private final AuthenticationAttempts attempts;

    Authenticator(VerifiedTokens tokens, IssuerTokens issuerTokens, IssuedCallers issuedCallers, AccountDirectory accounts,
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
        Caller caller = attempts.observe(AuthenticationAttempt.Type.TOKEN, () -> identify(authorization, asAdmin));
        if (asAdmin && !caller.isAdmin()) {
            throw ProblemException.forbidden("Only an administrator may use asadmin=yes");
        }
        return caller;
    }

    private Caller identify(String authorization, boolean asAdmin) {
        String[] parts = BLANKS.split(authorization.strip());
        if (parts.length != 2 || !parts[0].equalsIgnoreCase(BEARER)) {
            throw unauthenticated("The Authorization header must be: Bearer <access token>");
        }
        Optional<IssuerTokens.Unchecked> issued = issuerTokens.parse(parts[1]);
        Optional<Caller> caller = issued.isPresent()
                ? issuedCallers.caller(issuerTokens.read(issued.get()).orElseThrow(Authenticator::invalid), asAdmin)
                : caller(tokens.read(parts[1]).orElseThrow(Authenticator::invalid), asAdmin);
        return caller.orElseThrow(() -> unauthenticated("The access token is not valid any more"));
    }

    private static ProblemException invalid() {
        return unauthenticated("The access token is not valid, or has expired");
    }

    private Optional<Caller> caller(Claims claims, boolean asAdmin) {
        Prn prn = new Prn(claims.prn());
        return switch (claims.type()) {
            case SESSION -> Optional.of(new Caller(claims.type(), prn, claims.nick(), null, Set.of(), claims, asAdmin));
            case USER -> accounts.status(prn.id())
                    .filter(account -> !account.disabled() && account.generation() == claims.generation())
                    .map(account -> new Caller(claims.type(), prn, claims.nick(), null, account.roles(), claims, asAdmin));
            case DEVICE -> devices.find(prn.id())
                    .filter(device -> device.generation() == claims.generation())
                    .map(device -> new Caller(claims.type(), prn, device.nick(), device.owner(), Set.of(), claims, asAdmin));
            case SERVICE -> Optional.empty();
        };
    }

    static ProblemException unauthenticated(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
