package io.deviceregistry.meta;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
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
