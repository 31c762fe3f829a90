package io.deviceregistry.device.read;

import java.time.Instant;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.device.Device;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.json.StoredJson;

/**
 * A device in a response. The order of the components is the order of the JSON members: the agent takes the first string
 * {@code owner} or {@code challenge} as the name of that member, so these come before everything that users write.
 *
 * @param owner empty of an unowned device, never absent
 * @param secret only in the response to the registration
 * @param challenge only for the unowned device itself
 * @param userMeta absent for strangers
 * @param deviceMeta absent for strangers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Device", examples = "{\"id\": \"6560c1f2a3b4c5d6e7f80910\", \"prn\": \"prn:::devices:/6560c1f2a3b4c5d6e7f80910\","
        + " \"owner\": \"prn:::accounts:/6560c1f2a3b4c5d6e7f80911\", \"nick\": \"boiler\", \"owner-nick\": \"ada\","
        + " \"public\": false, \"labels\": {\"site\": \"oslo\"}, \"user-meta\": {\"room\": \"cellar\"},"
        + " \"device-meta\": {\"arch\": \"arm64\"}, \"garbage\": false, \"time-created\": \"2026-01-01T12:00:00.000Z\","
        + " \"time-modified\": \"2026-01-01T12:00:00.000Z\", \"revision\": 3}")
public record DeviceView(String id, Prn prn, String owner, String secret, String challenge, String nick, String ownerNick,
        @JsonProperty("public") boolean isPublic, Map<String, String> labels,
        @Schema(implementation = ObjectNode.class) StoredJson userMeta,
        @Schema(implementation = ObjectNode.class) StoredJson deviceMeta,
        boolean garbage, Instant timeCreated, Instant timeModified, long revision) {

    public static DeviceView of(Device device, DeviceRelation viewer) {
        return of(device, viewer, null);
    }

    /** @param secret in clear text, for the response to the registration */
    public static DeviceView of(Device device, DeviceRelation viewer, String secret) {
        boolean intimate = viewer != DeviceRelation.STRANGER;
        return new DeviceView(device.id().value(), device.prn(), device.owner() == null ? "" : device.owner().value(), secret,
                viewer == DeviceRelation.DEVICE ? device.challenge() : null, device.nick(), device.ownerNick(),
                device.isPublic(),
                device.labels(), intimate ? device.metas().user() : null, intimate ? device.metas().device() : null,
                device.garbage(), device.times().created(), device.times().modified(), device.revision());
    }
}
