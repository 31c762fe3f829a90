package io.deviceregistry.auth.login;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

import io.deviceregistry.account.AccountService;
import io.deviceregistry.account.AccountView;
import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.RateLimited;
import io.deviceregistry.http.Status;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.http.json.AllowsUnpairedSurrogates;
import io.deviceregistry.http.json.OptionalBody;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.secret.Secret;

/** Logging in and out. */
@Path("/auth")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
final class AuthResource {

    @AllowsUnpairedSurrogates
    @Schema(examples = "{\"username\": \"ada\", \"password\": \"correct horse battery\"}")
    record LoginRequest(String username, String password, String scope) {
    }

    /** Only the token: the agent takes the last string of the document as the token. */
    @Schema(examples = "{\"token\": \"eyJ…\"}")
    record LoginAnswer(String token) {
    }

    @Schema(examples = "{\"current\": \"correct horse battery\", \"password\": \"a better one\"}")
    record PasswordRequest(String current, String password) {
    }

    private final LoginService logins;
    private final ClientCertificates certificates;
    private final AccountService accounts;
    private final CurrentCaller caller;
    private final OptionalBody bodies;

    AuthResource(LoginService logins, ClientCertificates certificates, AccountService accounts, CurrentCaller caller,
            OptionalBody bodies) {
        this.logins = logins;
        this.certificates = certificates;
        this.accounts = accounts;
        this.caller = caller;
        this.bodies = bodies;
    }

    @POST
    @Path("/login")
    @RateLimited(Limit.LOGINS_PER_ADDRESS)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(operationId = "login", summary = "Log in", description = "Exchanges credentials for an access token."
            + " The username is the nick, the e-mail address or the PRN of an account or a device."
            + " A device that uses mutual TLS with a client certificate that its owner registered sends no password."
            + " prn:pantahub.com:auth:/anon with any password returns a token that can read public devices for five minutes.")
    public LoginAnswer login(LoginRequest request) {
        LoginRequest given = bodies.orEmpty(request, LoginRequest.class);
        return new LoginAnswer(logins.login(given.username(), new Secret(given.password()), given.scope(),
                certificates.chain()));
    }

    @GET
    @Path("/login")
    @Requires(value = Access.ANY, ownOnly = true)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(operationId = "refreshToken", summary = "Refresh the access token", description = "Returns a new token for the same login, until 24 hours after the login.")
    public LoginAnswer refresh() {
        return new LoginAnswer(logins.refresh(caller.get()));
    }

    @GET
    @Path("/auth_status")
    @Requires(value = Access.ANY, ownOnly = true)
    @Operation(operationId = "getAuthStatus", summary = "What the access token says", description = "Returns the claims of the access token of the request.")
    public Claims status() {
        return caller.get().claims();
    }

    @GET
    @Requires(value = Access.READ, ownOnly = true)
    @Operation(operationId = "getOwnAccount", summary = "The caller's account", description = "Returns the account that the access token belongs to.")
    public AccountView own() {
        return AccountView.toOwner(accounts.own(caller.get().requireAccount()));
    }

    @POST
    @Path("/password")
    @Requires(value = Access.ACCOUNT, ownOnly = true)
    @Operation(operationId = "changePassword", summary = "Change the password", description = "Changes the caller's password and ends every token of the account.")
    public Status password(PasswordRequest request) {
        PasswordRequest given = bodies.orEmpty(request, PasswordRequest.class);
        accounts.changePassword(caller.get().requireAccount(), new Secret(given.current()), new Secret(given.password()));
        return Status.OK;
    }

    @POST
    @Path("/logout")
    @Requires(value = Access.ACCOUNT, ownOnly = true)
    @Operation(operationId = "logout", summary = "Log out everywhere", description = "Ends every token of the caller's account.")
    public Status logout() {
        accounts.logout(caller.get().requireAccount());
        return Status.OK;
    }
}
