package io.deviceregistry.device;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.problem.ProblemException;

/**
 * A device in a request. It has every member that the service returns, so that the result of a GET can be PUT back. The route and
 * the caller determine which members are used.
 */
@Schema(name = "DeviceRequest", examples = "{\"nick\": \"boiler\", \"user-meta\": {\"room\": \"cellar\"}, \"labels\": {\"site\": \"oslo\"}}")
public record DeviceRequest(String id, String prn, String nick, String owner, String ownerNick, String secret, String challenge,
        @JsonProperty("public") Boolean isPublic, Map<String, String> labels, ObjectNode userMeta, ObjectNode deviceMeta,
        Boolean garbage, String timeCreated, String timeModified, String lastSeen, Long revision) {

    /** An empty nick means that none is given. */
    public DeviceRequest {
        nick = "".equals(nick) ? null : nick;
    }

    /**
     * Checks the members that no PUT may change. Members that the service sets, such as times, may have any value of their type.
     *
     * @throws ProblemException forbidden, which names the member that differs; bad-request
     */
    public void requireUnchanged(Device device) {
        unchanged("id", id, device.id().value());
        unchanged("prn", prn, device.prn().value());
        unchanged("owner", owner, device.owner() == null ? "" : device.owner().value());
        unchanged("owner-nick", ownerNick, device.ownerNick() == null ? "" : device.ownerNick());
        unchanged("challenge", challenge, device.challenge() == null ? "" : device.challenge());
        unchanged("garbage", garbage, device.garbage());
        RequestTimes.parse("time-modified", timeModified);
        RequestTimes.parse("last-seen", lastSeen);
        if (revision != null && revision < 0) {
            throw ProblemException.badRequest("revision", "must be a whole number, 0 or more");
        }
        unchanged("time-created", RequestTimes.parse("time-created", timeCreated), device.times().created());
    }

    /** @throws ProblemException forbidden, which names a member that differs and that only the owner may change */
    public void requireOwnersMembersOf(Device device) {
        unchanged("nick", nick, device.nick());
        unchanged("public", isPublic, device.isPublic());
        unchanged("labels", labels, device.labels());
    }

    private static void unchanged(String member, Object given, Object present) {
        if (given != null && !given.equals(present)) {
            throw ProblemException.forbidden(member + " cannot be changed by this request");
        }
    }
}
