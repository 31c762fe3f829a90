package io.deviceregistry.meta;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {

    /** @param value to set; {@code null} to remove what is there */
    public record Leaf(List<String> path, JsonNode value) {
    }

    private final ObjectNode patch;

    public MergePatch(ObjectNode patch) {
        this.patch = patch;
    }

    public ObjectNode patch() {
        return patch;
    }

    /** The result of the patch. The target stays as it is; the result shares unchanged values with it. */
    public ObjectNode apply(ObjectNode target) {
        return (ObjectNode) apply(target, patch);
    }

    /** Section 2 of the RFC. */
    private static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (target != null && target.isObject()) {
            // Members that stay are shared with the target: a deep copy at each level would copy the innermost once a level.
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
     * The values that this patch sets and removes, if setting and removing them one by one does the whole patch and they are
     * not too many; empty otherwise. The cost does not depend on how large the patch is beyond these bounds.
     *
     * @param maxPathCharacters of all paths together: paths that share their beginning can be far longer than the patch
     */
    public Optional<List<Leaf>> leaves(int maxLeaves, int maxPathCharacters) {
        return PatchLeaves.of(patch, maxLeaves, maxPathCharacters);
    }
}
