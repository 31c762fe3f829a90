package io.deviceregistry.device.edit;

import java.util.Map;
import java.util.TreeMap;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import io.deviceregistry.device.Device;
import io.deviceregistry.http.json.NonNullDeserializer;
import io.deviceregistry.problem.ProblemException;

/**
 * A JSON Merge Patch (RFC 7396) of what the owner writes besides the user-meta. A {@code null} removes a label, or all labels.
 */
@Schema(examples = "{\"nick\": \"boiler\", \"public\": true, \"labels\": {\"site\": \"oslo\", \"old\": null}}")
public record DevicePatch(@JsonDeserialize(using = NonNullDeserializer.class) String nick,
        @JsonProperty("public") @JsonDeserialize(using = NonNullDeserializer.class) Boolean isPublic, JsonNode labels) {

    /** An empty nick means that none is given. */
    public DevicePatch {
        nick = "".equals(nick) ? null : nick;
    }

    /**
     * The labels of the device after this patch; {@code null} when it leaves them as they are.
     *
     * @throws ProblemException bad-request
     */
    Map<String, String> labelsOn(Device device) {
        if (labels == null) {
            return null;
        }
        if (labels.isNull()) {
            return Map.of();
        }
        if (!labels.isObject()) {
            throw ProblemException.badRequest("labels", "must be an object");
        }
        Map<String, String> merged = new TreeMap<>(device.labels());
        labels.properties().forEach(label -> {
            if (label.getValue().isNull()) {
                merged.remove(label.getKey());
            } else if (label.getValue().isTextual()) {
                merged.put(label.getKey(), label.getValue().textValue());
            } else {
                throw ProblemException.badRequest("labels", "a value must be a string");
            }
        });
        return merged;
    }
}
