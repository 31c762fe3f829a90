package io.deviceregistry.meta;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {

    /** @param value to set; {@code null} to remove the member */
    public record Leaf(List<String> path, JsonNode value) {
    }

    private final ObjectNode patch;

    public MergePatch(ObjectNode patch) {
        this.patch = patch;
    }

    public ObjectNode patch() {
        return patch;
    }

    /** Applies the patch. The target is not modified; the result shares unchanged values with it. */
    public ObjectNode apply(ObjectNode target) {
        return (ObjectNode) apply(target, patch);
    }

    /** RFC 7396, section 2. */
    private static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target != null && target.isObject()) {
            // Unchanged members are shared with the target: a deep copy at each level would be quadratic in the depth.
            result.setAll((ObjectNode) target);
        }
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                result.remove(member.getKey());
            } else {
                result.set(member.getKey(), apply(result.get(member.getKey()), member.getValue()));
            }
        });
        return result;
    }

    /**
     * The values that this patch sets and removes, if this is all that the patch does and they are not too many; empty otherwise.
     * Beyond the bounds, the cost does not depend on the size of the patch.
     *
     * @param maxPathCharacters the total length of all paths: paths with common prefixes can be far longer than the patch
     */
    public Optional<List<Leaf>> leaves(int maxLeaves, int maxPathCharacters) {
        return PatchLeaves.of(patch, maxLeaves, maxPathCharacters);
    }
}
