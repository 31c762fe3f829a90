package io.deviceregistry.meta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** Collects the single values that a patch sets and removes, and stops as soon as there are too many. */
final class PatchLeaves {

    private final int maxLeaves;
    private final int maxPathCharacters;
    private final List<MergePatch.Leaf> leaves = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int depthCharacters;
    private int pathCharacters;
    private boolean stopped;

    private PatchLeaves(int maxLeaves, int maxPathCharacters) {
        this.maxLeaves = maxLeaves;
        this.maxPathCharacters = maxPathCharacters;
    }

    static Optional<List<MergePatch.Leaf>> of(JsonNode patch, int maxLeaves, int maxPathCharacters) {
        PatchLeaves found = new PatchLeaves(maxLeaves, maxPathCharacters);
        found.collect(patch);
        return found.stopped || found.leaves.isEmpty() ? Optional.empty() : Optional.of(found.leaves);
    }

    /** Returns whether the object sets a value at any depth. */
    private boolean collect(JsonNode object) {
        boolean sets = false;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (stopped) {
                break;
            }
            path.addLast(member.getKey());
            depthCharacters += member.getKey().length();
            JsonNode value = member.getValue();
            if (value.isObject()) {
                boolean nestedSets = collect(value);
                sets |= nestedSets;
                // It replaces any present value by an object, which setting a path cannot do.
                stopped |= !nestedSets;
            } else {
                sets |= !value.isNull();
                add(value.isNull() ? null : value);
            }
            depthCharacters -= path.removeLast().length();
        }
        return sets;
    }

    private void add(JsonNode value) {
        pathCharacters += depthCharacters;
        stopped |= leaves.size() == maxLeaves || pathCharacters > maxPathCharacters;
        if (!stopped) {
            leaves.add(new MergePatch.Leaf(List.copyOf(path), value));
        }
    }
}
