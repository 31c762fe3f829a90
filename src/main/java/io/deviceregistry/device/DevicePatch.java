package io.deviceregistry.device;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/** A merge patch of what the owner writes besides the user-meta; a label set to null is removed. */
@Schema(examples = "{\"nick\": \"boiler\", \"public\": true, \"labels\": {\"site\": \"oslo\", \"old\": null}}")
record DevicePatch(String nick, @JsonProperty("public") Boolean isPublic, JsonNode labels) {
}
