package io.deviceregistry.autotoken;

import java.time.Instant;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.http.Status;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.http.json.OptionalBody;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.persistence.json.StoredJson;

/** Auto-assign tokens of the caller. */
@Path("/devices/tokens")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tokens")
final class AutoTokenResource {

    /**
     * @param expires when the token ends, {@code null} for never
     * @param maxUses how many devices may join with it, {@code null} for any number
     */
    @Schema(examples = "{\"nick\": \"factory-7\", \"default-user-meta\": {\"site\": \"Oslo\"}, \"max-uses\": 100}")
    record TokenRequest(String nick, ObjectNode defaultUserMeta, Instant expires,
            @Min(1) @Max(1_000_000_000) Long maxUses) {

        /** An empty nick means that none is given. */
        TokenRequest {
            nick = "".equals(nick) ? null : nick;
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenView(String id, Prn prn, String nick, Prn owner, String token,
            @Schema(implementation = ObjectNode.class) StoredJson defaultUserMeta,
            boolean disabled, Instant expires, Long maxUses, long uses, Instant timeCreated, Instant timeModified) {

        static TokenView of(AutoToken token, String secret) {
            AutoToken.Validity validity = token.validity();
            return new TokenView(token.id(), Prn.ofToken(token.id()), token.nick(), token.owner().prn(), secret,
                    token.defaultUserMeta(), validity.disabled(), validity.expires().orElse(null),
                    validity.maxUses().orElse(null), validity.uses(), token.times().created(), token.times().modified());
        }
    }

    private final AutoTokenService service;
    private final CurrentCaller caller;
    private final MetaRules rules;
    private final OptionalBody bodies;

    AutoTokenResource(AutoTokenService service, CurrentCaller caller, MetaRules rules, OptionalBody bodies) {
        this.service = service;
        this.caller = caller;
        this.rules = rules;
        this.bodies = bodies;
    }

    @POST
    @Requires(Access.WRITE)
    @Operation(operationId = "createToken", summary = "Create an auto-assign token", description = "Only this response contains the token. A device that registers itself with it in the header"
            + " " + AutoTokenService.HEADER + " joins the caller at once.")
    public RestResponse<TokenView> create(@Valid TokenRequest request) {
        Caller owner = caller.get().requireAccount();
        TokenRequest given = bodies.orEmpty(request, TokenRequest.class);
        rules.check("default-user-meta", given.defaultUserMeta());
        AutoTokenService.Created created = service.create(owner, given.nick(), given.defaultUserMeta(), given.expires(),
                given.maxUses());
        return ResponseBuilder.ok(TokenView.of(created.token(), created.secret()))
                .header("Location", "/devices/tokens/" + created.token().id()).header("Cache-Control", "no-store").build();
    }

    @GET
    @Requires(Access.READ)
    @Operation(operationId = "listTokens", summary = "The caller's auto-assign tokens", description = "An array in pages, without the tokens themselves. Administrators see everybody's with asadmin=yes.")
    public RestResponse<List<TokenView>> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor,
            UriInfo uri) {
        return service.page(caller.get().requireAccount(), limit, cursor).answer(token -> TokenView.of(token, null), uri);
    }

    @DELETE
    @Path("/{id}")
    @Requires(Access.CHANGE)
    @Operation(operationId = "disableToken", summary = "Disable an auto-assign token", description = "Devices that joined with it stay. Disabling it again changes nothing.")
    public Status disable(String id) {
        service.disable(caller.get().requireAccount(), id);
        return Status.OK;
    }
}
