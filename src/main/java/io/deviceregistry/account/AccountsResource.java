package io.deviceregistry.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.RateLimited;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.http.json.NonNullDeserializer;
import io.deviceregistry.http.json.OptionalBody;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.paging.PageRequest;
import io.deviceregistry.paging.Pages;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.Secret;

/** Accounts: signing up, and what administrators do with them. */
@Path("/auth/accounts")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
final class AccountsResource {

    private static final String QUERY = "accounts";

    @Schema(examples = "{\"email\": \"ada@example.com\", \"nick\": \"ada\", \"password\": \"correct horse battery\"}")
    record SignUpRequest(String email, String nick, String password) {
    }

    @Schema(examples = "{\"disabled\": true}")
    record ChangeRequest(@JsonDeserialize(using = NonNullDeserializer.class) Boolean disabled,
            @JsonDeserialize(using = NonNullDeserializer.class) @JsonSetter(contentNulls = Nulls.FAIL) Set<String> roles,
            @JsonDeserialize(using = NonNullDeserializer.class) String password) {
    }

    private final AccountService service;
    private final CurrentCaller caller;
    private final Pages pages;
    private final OptionalBody bodies;

    AccountsResource(AccountService service, CurrentCaller caller, Pages pages, OptionalBody bodies) {
        this.service = service;
        this.caller = caller;
        this.pages = pages;
        this.bodies = bodies;
    }

    @POST
    @Requires(value = Access.ACCOUNT, optional = true)
    @RateLimited(Limit.SIGN_UPS_PER_ADDRESS)
    @Operation(operationId = "createAccount", summary = "Sign up", description = "Creates an account. Answers 412 if a member is missing or invalid,"
            + " or if the nick or the e-mail address is taken. While sign-up is closed, only administrators can create accounts.")
    public RestResponse<AccountView> create(SignUpRequest request) {
        SignUpRequest given = bodies.orEmpty(request, SignUpRequest.class);
        boolean byAdmin = caller.ifAny().filter(Caller::isAdmin).isPresent();
        Account account = service.signUp(given.email(), given.nick(), new Secret(given.password()), byAdmin);
        return ResponseBuilder.ok(AccountView.toOwner(account)).header("Location", "/auth/accounts/" + account.id()).build();
    }

    @GET
    @Requires(value = Access.READ, asAdmin = Access.ACCOUNT)
    @Operation(operationId = "listAccounts", summary = "The caller's account, or all", description = "An array with the caller's account; for an administrator with asadmin=yes, all accounts, in pages.")
    public RestResponse<List<AccountView>> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor,
            UriInfo uri) {
        Caller who = caller.get().requireAccount();
        if (!who.asAdmin()) {
            return RestResponse.ok(List.of(AccountView.toOwner(service.own(who))));
        }
        PageRequest page = pages.request(QUERY, limit, cursor);
        return pages.cut(page, service.page(page.afterId(), page.fetch()), account -> List.of(account.id().value()))
                .answer(AccountView::toAdmin, uri);
    }

    @PATCH
    @Path("/{account}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Requires(Access.ACCOUNT)
    @Operation(operationId = "changeAccount", summary = "Disable, enable, promote or reset an account", description = "For administrators, with asadmin=yes. The account is named by its id or its nick.")
    public AccountView change(String account, ChangeRequest request) {
        caller.get().requireAdmin();
        if (request == null) {
            throw ProblemException.badRequest("A JSON body is required");
        }
        return AccountView.toAdmin(service.change(account, Optional.ofNullable(request.disabled()),
                Optional.ofNullable(request.roles()), Optional.ofNullable(request.password()).map(Secret::new)));
    }

    @DELETE
    @Path("/{account}")
    @Requires(Access.ACCOUNT)
    @Operation(operationId = "deleteAccount", summary = "Delete an account", description = "For administrators, with asadmin=yes. An account that owns devices is deleted only if"
            + " the parameter devices says what happens to them: garbage, or transfer:<nick>.")
    public AccountView remove(String account, @QueryParam("devices") String devices) {
        Caller who = caller.get().requireAdmin();
        return AccountView.toAdmin(service.remove(account, devices, Actor.of(who)));
    }
}
