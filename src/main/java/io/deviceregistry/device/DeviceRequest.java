package io.deviceregistry.device;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.problem.ProblemException;

/**
 * A device as callers send it: every member that the service shows, so that what GET gave can be PUT back. Which of them
 * count depends on the route and on the caller.
 */
@Schema(name = "DeviceRequest", examples = "{\"nick\": \"boiler\", \"user-meta\": {\"room\": \"cellar\"}, \"labels\": {\"site\": \"oslo\"}}")
record DeviceRequest(String id, String prn, String nick, String owner, String ownerNick, String secret, String challenge,
        @JsonProperty("public") Boolean isPublic, Map<String, String> labels, ObjectNode userMeta, ObjectNode deviceMeta,
        JsonNode garbage, String timeCreated, JsonNode timeModified, JsonNode lastSeen, JsonNode revision) {

    static final DeviceRequest EMPTY = new DeviceRequest(null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null);

    static DeviceRequest orEmpty(DeviceRequest request) {
        return request == null ? EMPTY : request;
    }

    /** What a device may say of itself: the rest is its owner's. */
    DeviceRequest ofDevice() {
        return new DeviceRequest(id, prn, nick, owner, ownerNick, secret, challenge, null, null, null, deviceMeta, garbage,
                timeCreated, timeModified, lastSeen, revision);
    }

    /** @throws ProblemException forbidden when it gives another value to a member that nobody may change */
    void requireIdentityOf(Device device) {
        unchanged("id", id, device.id());
        unchanged("prn", prn, device.prn().value());
        unchanged("owner", owner, device.owner() == null ? "" : device.owner().value());
        if (timeCreated != null && !Times.isSame(timeCreated, device.timeCreated())) {
            throw ProblemException.forbidden("time-created cannot be changed");
        }
    }

    private static void unchanged(String member, String given, String present) {
        if (given != null && !given.equals(present)) {
            throw ProblemException.forbidden(member + " cannot be changed");
        }
    }
}
