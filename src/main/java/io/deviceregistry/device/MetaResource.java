package io.deviceregistry.device;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.account.Access;
import io.deviceregistry.account.Caller;
import io.deviceregistry.account.CurrentCaller;
import io.deviceregistry.account.Requires;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.storage.NeedsDatabase;

/** What the owner and the device write about a device. */
@Path("/devices/{device}")
@NeedsDatabase
@Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metadata")
final class MetaResource {

    private final DeviceService service;
    private final DeviceAnswers answers;
    private final CurrentCaller caller;

    MetaResource(DeviceService service, DeviceAnswers answers, CurrentCaller caller) {
        this.service = service;
        this.answers = answers;
        this.caller = caller;
    }

    @GET
    @Path("/user-meta")
    @Requires(Access.READ)
    @Operation(operationId = "getUserMeta", summary = "The user-meta", description = "For the owner and the device itself.")
    public RestResponse<JsonNode> getUserMeta(String device, HttpHeaders headers) {
        return get(device, MetaPart.USER, headers);
    }

    @PUT
    @Path("/user-meta")
    @Requires(Access.WRITE)
    @Operation(operationId = "replaceUserMeta", summary = "Replace the user-meta", description = "For the owner.")
    public RestResponse<JsonNode> putUserMeta(String device, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, ObjectNode meta,
            HttpHeaders headers) {
        return put(device, MetaPart.USER, ifMatch, meta, headers);
    }

    @PATCH
    @Path("/user-meta")
    @Requires(Access.WRITE)
    @Operation(operationId = "patchUserMeta", summary = "Merge into the user-meta", description = "A JSON Merge Patch (RFC 7396), for the owner and the device itself: null removes."
            + " Answers the whole user-meta after the change.")
    public RestResponse<JsonNode> patchUserMeta(String device, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            ObjectNode patch, HttpHeaders headers) {
        return patch(device, MetaPart.USER, ifMatch, patch, headers);
    }

    @GET
    @Path("/device-meta")
    @Requires(Access.READ)
    @Operation(operationId = "getDeviceMeta", summary = "The device-meta", description = "For the owner and the device itself.")
    public RestResponse<JsonNode> getDeviceMeta(String device, HttpHeaders headers) {
        return get(device, MetaPart.DEVICE, headers);
    }

    @PUT
    @Path("/device-meta")
    @Requires(Access.WRITE)
    @Operation(operationId = "replaceDeviceMeta", summary = "Replace the device-meta", description = "For the device itself.")
    public RestResponse<JsonNode> putDeviceMeta(String device, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            ObjectNode meta, HttpHeaders headers) {
        return put(device, MetaPart.DEVICE, ifMatch, meta, headers);
    }

    @PATCH
    @Path("/device-meta")
    @Requires(Access.WRITE)
    @Operation(operationId = "patchDeviceMeta", summary = "Merge into the device-meta", description = "A JSON Merge Patch (RFC 7396), for the device itself: null removes."
            + " Answers the whole device-meta after the change.")
    public RestResponse<JsonNode> patchDeviceMeta(String device, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            ObjectNode patch, HttpHeaders headers) {
        return patch(device, MetaPart.DEVICE, ifMatch, patch, headers);
    }

    private RestResponse<JsonNode> get(String device, MetaPart part, HttpHeaders headers) {
        return answers.ofMeta(service.findIntimate(caller.get(), device).device(), part, headers);
    }

    private RestResponse<JsonNode> put(String device, MetaPart part, String ifMatch, ObjectNode meta, HttpHeaders headers) {
        Caller who = caller.get();
        return answers.afterChange(service.replaceMeta(who, device, part, required(meta), new IfMatch(ifMatch)), part,
                headers);
    }

    private RestResponse<JsonNode> patch(String device, MetaPart part, String ifMatch, ObjectNode patch,
            HttpHeaders headers) {
        Caller who = caller.get();
        return answers.afterChange(service.mergeMeta(who, device, part, required(patch), new IfMatch(ifMatch)), part,
                headers);
    }

    private static ObjectNode required(ObjectNode body) {
        if (body == null) {
            throw ProblemException.badRequest("A JSON object is needed");
        }
        return body;
    }
}
