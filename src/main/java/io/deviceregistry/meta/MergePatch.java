package io.deviceregistry.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {

    private final ObjectNode patch;

    public MergePatch(ObjectNode patch) {
        this.patch = patch;
    }

    public ObjectNode patch() {
        return patch;
    }

    /** The result of the patch; the target stays as it is. */
    public ObjectNode apply(ObjectNode target) {
        return (ObjectNode) apply(target, patch);
    }

    /** Section 2 of the RFC. */
    private static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target != null && target.isObject()
                ? ((ObjectNode) target).deepCopy()
                : JsonNodeFactory.instance.objectNode();
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
     * Whether setting and removing single values does the whole patch. Not so where an object of the patch sets nothing:
     * it makes an object out of whatever is there, which no setting of a value does.
     */
    public boolean isPlain() {
        return !patch.isEmpty() && patch.properties().stream().allMatch(member -> isPlain(member.getValue()));
    }

    private static boolean isPlain(JsonNode value) {
        return !value.isObject()
                || sets(value) && value.properties().stream().allMatch(member -> isPlain(member.getValue()));
    }

    private static boolean sets(JsonNode value) {
        return value.isObject() ? value.properties().stream().anyMatch(member -> sets(member.getValue())) : !value.isNull();
    }

    /** Calls with the path of each value that the patch sets, and with {@code null} for each that it removes. */
    public void forEachLeaf(BiConsumer<List<String>, JsonNode> consumer) {
        walk(patch, new ArrayList<>(), consumer);
    }

    private static void walk(JsonNode node, List<String> path, BiConsumer<List<String>, JsonNode> consumer) {
        node.properties().forEach(member -> {
            path.add(member.getKey());
            if (member.getValue().isObject()) {
                walk(member.getValue(), path, consumer);
            } else {
                consumer.accept(List.copyOf(path), member.getValue().isNull() ? null : member.getValue());
            }
            path.remove(path.size() - 1);
        });
    }
}
