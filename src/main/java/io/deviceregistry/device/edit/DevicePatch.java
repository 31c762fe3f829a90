package io.deviceregistry.device.edit;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import io.deviceregistry.device.Device;
import io.deviceregistry.http.json.NonNullDeserializer;

/**
 * A JSON Merge Patch (RFC 7396) of what the owner writes besides the user-meta. A {@code null} removes a label, or all labels.
 */
@Schema(examples = "{\"nick\": \"boiler\", \"public\": true, \"labels\": {\"site\": \"oslo\", \"old\": null}}")
public record DevicePatch(@JsonDeserialize(using = NonNullDeserializer.class) String nick,
        @JsonProperty("public") @JsonDeserialize(using = NonNullDeserializer.class) Boolean isPublic,
        @Schema(implementation = Map.class) LabelsPatch labels) {

    /** An empty nick means that none is given. */
    public DevicePatch {
        nick = "".equals(nick) ? null : nick;
    }

    /** The labels of the device after this patch; {@code null} when it leaves them as they are. */
    Map<String, String> labelsOn(Device device) {
        return labels == null ? null : labels.on(device.labels());
    }
}
