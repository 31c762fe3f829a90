package io.deviceregistry.device.rest;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.edit.DeviceService;
import io.deviceregistry.device.read.DeviceAccess;
import io.deviceregistry.device.read.DeviceFinder;
import io.deviceregistry.device.read.DeviceResponses;
import io.deviceregistry.device.read.RevisionCondition;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.problem.ProblemException;
import io.smallrye.mutiny.Uni;

/**
 * The routes of the metas. The class has the same path as {@link DeviceResource}: with a longer one, the router would try this
 * class first for each request for a device.
 */
@Path("/devices")
@NeedsDatabase
@Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metadata")
final class MetaResource {

    private static final String EXAMPLE = "{\"room\": \"cellar\"}";

    private final DeviceFinder finder;
    private final DeviceService service;
    private final DeviceResponses responses;
    private final CurrentCaller caller;

    MetaResource(DeviceFinder finder, DeviceService service, DeviceResponses responses, CurrentCaller caller) {
        this.finder = finder;
        this.service = service;
        this.responses = responses;
        this.caller = caller;
    }

    @GET
    @Path("/{id}/user-meta")
    @Requires(Access.READ)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "getUserMeta", summary = "The user-meta", description = "For the owner and the device itself.")
    public Uni<RestResponse<Object>> getUserMeta(String id, HttpHeaders headers) {
        return get(id, MetaPart.USER, headers);
    }

    @PUT
    @Path("/{id}/user-meta")
    @Requires(Access.WRITE)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "replaceUserMeta", summary = "Replace the user-meta", description = "For the owner.")
    public RestResponse<Object> putUserMeta(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch,
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE)) ObjectNode meta,
            HttpHeaders headers) {
        return put(id, MetaPart.USER, meta, headers);
    }

    @PATCH
    @Path("/{id}/user-meta")
    @Requires(Access.WRITE)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "patchUserMeta", summary = "Merge into the user-meta", description = "A JSON Merge Patch (RFC 7396), for the owner and the device itself: null removes a member."
            + " Returns the whole user-meta after the change.")
    public RestResponse<Object> patchUserMeta(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch,
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE)) ObjectNode patch,
            HttpHeaders headers) {
        return patch(id, MetaPart.USER, patch, headers);
    }

    @GET
    @Path("/{id}/device-meta")
    @Requires(Access.READ)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "getDeviceMeta", summary = "The device-meta", description = "For the owner and the device itself.")
    public Uni<RestResponse<Object>> getDeviceMeta(String id, HttpHeaders headers) {
        return get(id, MetaPart.DEVICE, headers);
    }

    @PUT
    @Path("/{id}/device-meta")
    @Requires(Access.WRITE)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "replaceDeviceMeta", summary = "Replace the device-meta", description = "For the device itself.")
    public RestResponse<Object> putDeviceMeta(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch,
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE)) ObjectNode meta,
            HttpHeaders headers) {
        return put(id, MetaPart.DEVICE, meta, headers);
    }

    @PATCH
    @Path("/{id}/device-meta")
    @Requires(Access.WRITE)
    @APIResponse(responseCode = "200", description = "The whole meta", content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @Operation(operationId = "patchDeviceMeta", summary = "Merge into the device-meta", description = "A JSON Merge Patch (RFC 7396), for the device itself: null removes a member."
            + " Returns the whole device-meta after the change.")
    public RestResponse<Object> patchDeviceMeta(String id, @HeaderParam(HttpHeaders.IF_MATCH) List<String> ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch,
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE)) ObjectNode patch,
            HttpHeaders headers) {
        return patch(id, MetaPart.DEVICE, patch, headers);
    }

    private Uni<RestResponse<Object>> get(String id, MetaPart part, HttpHeaders headers) {
        return finder.read(caller.get(), id, null, null).invoke(DeviceAccess::requireMetaAccess)
                .map(seen -> responses.ofMeta(seen.device(), part, headers));
    }

    private RestResponse<Object> put(String id, MetaPart part, ObjectNode meta, HttpHeaders headers) {
        Caller who = caller.get();
        return responses.afterChange(service.replaceMeta(who, id, part, required(meta), RevisionCondition.of(headers)), part,
                headers);
    }

    private RestResponse<Object> patch(String id, MetaPart part, ObjectNode patch,
            HttpHeaders headers) {
        Caller who = caller.get();
        return responses.afterChange(service.mergeMeta(who, id, part, required(patch), RevisionCondition.of(headers)), part,
                headers);
    }

    private static ObjectNode required(ObjectNode body) {
        if (body == null) {
            throw ProblemException.badRequest("A JSON object is required");
        }
        return body;
    }
}
