package io.deviceregistry.device.rest;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.RateLimited;
import io.deviceregistry.autotoken.AutoTokenService;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceFilters;
import io.deviceregistry.device.DeviceRequest;
import io.deviceregistry.device.DeviceState;
import io.deviceregistry.device.claim.ClaimService;
import io.deviceregistry.device.edit.DevicePatch;
import io.deviceregistry.device.edit.DeviceService;
import io.deviceregistry.device.read.DeviceFinder;
import io.deviceregistry.device.read.DeviceListing;
import io.deviceregistry.device.read.DeviceRef;
import io.deviceregistry.device.read.DeviceRelation;
import io.deviceregistry.device.read.DeviceResponses;
import io.deviceregistry.device.read.DeviceView;
import io.deviceregistry.device.read.RevisionCondition;
import io.deviceregistry.device.registration.RegistrationService;
import io.deviceregistry.device.retirement.RetirementService;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.http.json.OptionalBody;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Claims;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** The routes of devices. */
@Path("/devices")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "devices")
final class DeviceResource {

    static final String CHALLENGE = "challenge";

    private final DeviceFinder finder;
    private final DeviceService service;
    private final RegistrationService registrations;
    private final ClaimService claims;
    private final RetirementService retirement;
    private final DeviceListing listing;
    private final DeviceResponses responses;
    private final CurrentCaller caller;
    private final OptionalBody bodies;

    DeviceResource(DeviceFinder finder, DeviceService service, RegistrationService registrations, ClaimService claims,
            RetirementService retirement, DeviceListing listing, DeviceResponses responses, CurrentCaller caller,
            OptionalBody bodies) {
        this.finder = finder;
        this.service = service;
        this.registrations = registrations;
        this.claims = claims;
        this.retirement = retirement;
        this.listing = listing;
        this.responses = responses;
        this.caller = caller;
        this.bodies = bodies;
    }

    @POST
    @ReportsRegistration
    @RateLimited(Limit.REGISTRATIONS_PER_ADDRESS)
    @Requires(value = Access.WRITE, optional = true)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "registerDevice", summary = "Register a device", description = "Without credentials, a device"
            + " registers itself, and the response has the challenge with which an account claims it. With an auto-assign token,"
            + " the device belongs to the owner of the token at once. With the access token of an account, the account registers"
            + " the device as its own. Only this response contains the secret.")
    public RestResponse<DeviceView> register(@HeaderParam(AutoTokenService.HEADER) String autoToken,
            @HeaderParam(HttpHeaders.USER_AGENT) String userAgent, DeviceRequest request, HttpHeaders headers) {
        if (userAgent == null || userAgent.isBlank()) {
            throw ProblemException.forbidden("The User-Agent header must not be empty");
        }
        Optional<Caller> who = caller.ifAny();
        // The framework treats an empty header as absent; here it is a token that somebody forgot to fill in.
        boolean empty = autoToken == null && headers.getRequestHeaders().containsKey(AutoTokenService.HEADER);
        RegistrationService.Registered registered = registrations.register(who, empty ? "" : autoToken,
                bodies.orEmpty(request, DeviceRequest.class));
        Device device = registered.device();
        DeviceView view = DeviceView.of(device, who.isPresent() ? DeviceRelation.OWNER : DeviceRelation.DEVICE,
                registered.secret().value());
        return ResponseBuilder.ok(view).header(HttpHeaders.LOCATION, "/devices/" + device.id())
                .header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @GET
    @Requires(Access.READ)
    @APIResponse(responseCode = "200", description = "A page of devices", content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = DeviceView.class)), headers = @Header(name = "Link", description = "The next page, with rel=next; absent on the last page", schema = @Schema(type = SchemaType.STRING)))
    @Operation(operationId = "listDevices", summary = "The caller's devices", description = "An array, in pages. A filter is value, !value or ^prefix (regardless of case)."
            + " With owner or owner-nick, the public devices of that owner."
            + " When sorted by time-modified, a device that changes in the meantime may appear twice or not at all.")
    public RestResponse<List<Object>> list(@QueryParam("id") String id, @QueryParam("prn") String prn,
            @QueryParam("nick") String nick, @QueryParam("owner") String owner, @QueryParam("owner-nick") String ownerNick,
            @QueryParam("public") String isPublic,
            @Parameter(description = "live (the default), claimed, unclaimed or garbage", schema = @Schema(type = SchemaType.STRING, enumeration = {
                    "live", "claimed", "unclaimed", "garbage"})) @QueryParam("state") String state,
            @QueryParam("limit") String limit,
            @Schema(examples = "-time-created") @QueryParam("sort") String sort, @QueryParam("cursor") String cursor,
            @Schema(examples = "id,nick") @QueryParam("fields") String fields, UriInfo uri) {
        DeviceFilters filters = DeviceFilters.parse(id, prn, nick, owner, ownerNick, isPublic);
        return listing.list(caller.get(), filters, DeviceState.parse(state, DeviceState.values()), limit, sort, cursor, fields,
                uri);
    }

    @GET
    @Path("/auth_status")
    @Requires(Access.ANY)
    @Operation(operationId = "getDevicesAuthStatus", summary = "What the access token says", description = "The same as /auth/auth_status.")
    public Claims status() {
        return caller.get().claims();
    }

    @GET
    @Path("/{id}")
    @Requires(Access.READ)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "getDevice", summary = "One device", description = "By its id, or by its nick among the devices of the caller or of the given owner."
            + " The owner finds a device in the garbage by its id, with state=garbage.")
    public Uni<RestResponse<Object>> get(String id, @QueryParam("owner") String owner,
            @QueryParam("owner-nick") String ownerNick, @QueryParam("fields") String fields, @Parameter(description = "garbage"
                    + " for a device in the garbage, by its id") @QueryParam("state") String state,
            HttpHeaders headers) {
        Caller who = caller.get();
        if (DeviceState.parse(state, DeviceState.LIVE, DeviceState.GARBAGE) == DeviceState.GARBAGE) {
            return finder.readGarbage(who, id).map(seen -> responses.of(seen, who, fields, headers));
        }
        return finder.read(who, id, owner, ownerNick).map(seen -> responses.of(seen, who, fields, headers));
    }

    @GET
    @Path("/np/{owner}/{nick}")
    @Requires(Access.READ)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "getDeviceByNicks", summary = "One device, by two nicks", description = "By the nick of its owner and its own.")
    public Uni<RestResponse<Object>> getByNicks(String owner, String nick, @QueryParam("fields") String fields,
            HttpHeaders headers) {
        Caller who = caller.get();
        return finder.read(who, nick, null, owner).map(seen -> responses.of(seen, who, fields, headers));
    }

    @PUT
    @Path("/{id}")
    @ReportsClaim
    @Blocking
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "replaceDevice", summary = "Change or claim a device", description = "Sets the given members; the result of a GET can be PUT back. With the parameter challenge and without a"
            + " body, the caller claims an unowned device: exactly one of several concurrent callers gets it. A caller who already owns it gets it unchanged.")
    public Uni<RestResponse<Object>> put(String id, @QueryParam(CHALLENGE) String challenge,
            @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, DeviceRequest request, HttpHeaders headers) {
        Caller who = caller.get();
        if (challenge == null) {
            Device after = service.replace(who, id, bodies.orEmpty(request, DeviceRequest.class),
                    RevisionCondition.of(headers));
            return Uni.createFrom().item(responses.of(after, who, headers));
        }
        if (headers.getLength() > 0 || request != null) {
            throw ProblemException.badRequest("A claim must not have a body");
        }
        if (RevisionCondition.of(headers).isPresent()) {
            // Evaluating them would reveal the revision to a caller who does not own the device.
            throw ProblemException.badRequest("A claim must have neither If-Match nor If-None-Match");
        }
        DeviceId device = DeviceRef.requireId(id);
        return claims.claim(who.requireAccount(), device, challenge).map(claimed -> responses.of(claimed, who, headers));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "patchDevice", summary = "Change nick, public or labels", description = "A JSON Merge Patch (RFC 7396) of these members.")
    public RestResponse<Object> patch(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, DevicePatch patch,
            HttpHeaders headers) {
        if (patch == null) {
            throw ProblemException.badRequest("A JSON body is required");
        }
        Caller who = caller.get();
        return responses.of(service.patch(who, id, patch, RevisionCondition.of(headers)), who, headers);
    }

    @DELETE
    @Path("/{id}")
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "deleteDevice", summary = "Move a device to the garbage, or delete it for good", description = "In the garbage it can no longer log in, is in no listing, and its nick is free again."
            + " With purge=true, the device is deleted for good, live or in the garbage.")
    public RestResponse<Object> delete(String id,
            @Parameter(description = "true to delete it for good", schema = @Schema(type = SchemaType.STRING, enumeration = "true")) @QueryParam("purge") String purge,
            @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, HttpHeaders headers) {
        if (purge != null && !purge.equals("true")) {
            throw ProblemException.badRequest("purge", "must be true");
        }
        Caller who = caller.get();
        RevisionCondition condition = RevisionCondition.of(headers);
        Device device = purge == null ? retirement.discard(who, id, condition) : retirement.purge(who, id, condition);
        return responses.of(device, who, headers);
    }

    @POST
    @Path("/{id}/restore")
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "restoreDevice", summary = "Take a device out of the garbage", description = "By its id. It gets another nick if its own has been given to another device. A live device stays as it is.")
    public RestResponse<Object> restore(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, HttpHeaders headers) {
        Caller who = caller.get();
        return responses.of(retirement.restore(who, id, RevisionCondition.of(headers)), who, headers);
    }

    @POST
    @Path("/{id}/unclaim")
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device, with its new challenge", responseCode = "200")
    @Operation(operationId = "unclaimDevice", summary = "Give up a device", description = "It has no owner then, and whoever sends its new challenge can claim it. Its nick, labels and user-meta are"
            + " cleared; it keeps its secret and device-meta.")
    public RestResponse<DeviceView> unclaim(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, HttpHeaders headers) {
        Device device = retirement.unclaim(caller.get(), id, RevisionCondition.of(headers));
        // Until it is claimed, whoever knows the challenge can own it.
        return ResponseBuilder.ok(DeviceView.of(device, DeviceRelation.DEVICE)).header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @PUT
    @Path("/{id}/public")
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "publishDevice", summary = "Make a device public", description = "Everybody can then see it, without its metas.")
    public RestResponse<Object> publish(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, HttpHeaders headers) {
        Caller who = caller.get();
        return responses.of(service.setPublic(who, id, true, RevisionCondition.of(headers)), who, headers);
    }

    @DELETE
    @Path("/{id}/public")
    @Requires(Access.WRITE)
    @APIResponseSchema(value = DeviceView.class, responseDescription = "The device", responseCode = "200")
    @Operation(operationId = "unpublishDevice", summary = "Make a device private", description = "Only its owner and the device itself can then see it.")
    public RestResponse<Object> unpublish(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch, HttpHeaders headers) {
        Caller who = caller.get();
        return responses.of(service.setPublic(who, id, false, RevisionCondition.of(headers)), who, headers);
    }
}
