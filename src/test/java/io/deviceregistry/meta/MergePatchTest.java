package io.deviceregistry.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.persistence.json.StoredJson;

@Execution(ExecutionMode.CONCURRENT)
class MergePatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> KEYS = List.of("a", "b", "", "1");

    /** RFC 7396, appendix A. As members, because a meta is an object; there null means that the member goes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "{\"a\":\"b\"}|{\"a\":\"c\"}|{\"a\":\"c\"}",
            "{\"a\":\"b\"}|{\"b\":\"c\"}|{\"a\":\"b\",\"b\":\"c\"}",
            "{\"a\":\"b\"}|{\"a\":null}|{}",
            "{\"a\":\"b\",\"b\":\"c\"}|{\"a\":null}|{\"b\":\"c\"}",
            "{\"a\":[\"b\"]}|{\"a\":\"c\"}|{\"a\":\"c\"}",
            "{\"a\":\"c\"}|{\"a\":[\"b\"]}|{\"a\":[\"b\"]}",
            "{\"a\":{\"b\":\"c\"}}|{\"a\":{\"b\":\"d\",\"c\":null}}|{\"a\":{\"b\":\"d\"}}",
            "{\"a\":[{\"b\":\"c\"}]}|{\"a\":[1]}|{\"a\":[1]}",
            "[\"a\",\"b\"]|[\"c\",\"d\"]|[\"c\",\"d\"]",
            "{\"a\":\"b\"}|[\"c\"]|[\"c\"]",
            "{\"a\":\"foo\"}|null|null",
            "{\"a\":\"foo\"}|\"bar\"|\"bar\"",
            "{\"e\":null}|{\"a\":1}|{\"e\":null,\"a\":1}",
            "[1,2]|{\"a\":\"b\",\"c\":null}|{\"a\":\"b\"}",
            "{}|{\"a\":{\"bb\":{\"ccc\":null}}}|{\"a\":{\"bb\":{}}}"})
    void doesAsTheTableOfTheRfc(String target, String patch, String result) throws JsonProcessingException {
        ObjectNode expected = member(result);
        if (expected.get("x").isNull()) {
            expected.remove("x");
        }
        assertEquals(expected, merged(member(target), member(patch)));
    }

    @Test
    void theTargetStaysAsItIs() throws JsonProcessingException {
        StoredJson target = StoredJson.of(member("{\"a\":{\"b\":1}}"));
        target.merge(member("{\"a\":{\"b\":2}}"));
        assertEquals(member("{\"a\":{\"b\":1}}"), tree(target));
    }

    @Test
    void membersKeepTheirPlaces() throws JsonProcessingException {
        StoredJson target = StoredJson.of(member("{\"a\":1,\"b\":{\"c\":[{\"d\":1.50}]},\"e\":null}"));
        assertEquals("{\"x\":{\"a\":{\"n\":2},\"b\":{\"c\":[{\"d\":1.5}],\"f\":3},\"e\":null,\"g\":4}}",
                JSON.writeValueAsString(target.merge(member("{\"g\":4,\"b\":{\"f\":3},\"a\":{\"n\":2,\"o\":null}}"))));
    }

    @Test
    void settingAndRemovingSingleValuesDoesWhatAPlainPatchDoes() {
        Random random = new Random(7396);
        int plain = 0;
        for (int i = 0; i < 50_000; i++) {
            ObjectNode target = object(random, 3, false);
            MergePatch patch = new MergePatch(object(random, 3, true));
            Optional<List<MergePatch.Leaf>> leaves = patch.leaves(100, 10_000);
            if (leaves.isPresent()) {
                ObjectNode stepwise = target.deepCopy();
                boolean[] viable = {true};
                leaves.get().forEach(leaf -> viable[0] &= update(stepwise, leaf.path(), leaf.value()));
                if (viable[0]) {
                    plain++;
                    assertEquals(merged(target, patch.patch()), stepwise, () -> target + " with " + patch.patch());
                }
            }
        }
        assertEquals(true, plain > 5_000, "too few examples: " + plain);
    }

    @Test
    void aPatchOfManyOrLongPathsHasNoLeaves() {
        ObjectNode wide = NODES.objectNode();
        for (int i = 0; i < 100; i++) {
            wide.put("k" + i, i);
        }
        assertEquals(100, new MergePatch(wide).leaves(100, 10_000).orElseThrow().size());
        assertEquals(Optional.empty(), new MergePatch(wide).leaves(99, 10_000));
        ObjectNode deep = NODES.objectNode();
        ObjectNode inner = deep.putObject("x".repeat(200)).putObject("y".repeat(200));
        inner.put("a", 1).put("b", 2);
        assertEquals(2, new MergePatch(deep).leaves(100, 802).orElseThrow().size());
        assertEquals(Optional.empty(), new MergePatch(deep).leaves(100, 801));
    }

    @Test
    void aPatchTwiceIsAPatchOnce() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            ObjectNode target = object(random, 3, false);
            ObjectNode patch = object(random, 3, true);
            StoredJson once = StoredJson.of(target).merge(patch);
            assertEquals(once, once.merge(patch));
        }
    }

    /** As the database does: a value is set below objects only, and removing what is not there is nothing. */
    private static boolean update(ObjectNode root, List<String> path, JsonNode value) {
        ObjectNode at = root;
        for (String key : path.subList(0, path.size() - 1)) {
            JsonNode next = at.get(key);
            if (next == null && value != null) {
                next = at.putObject(key);
            }
            if (next == null || !next.isObject()) {
                return value == null;
            }
            at = (ObjectNode) next;
        }
        String last = path.get(path.size() - 1);
        if (value == null) {
            at.remove(last);
        } else {
            at.set(last, value);
        }
        return true;
    }

    private static JsonNode merged(ObjectNode target, ObjectNode patch) {
        return tree(StoredJson.of(target).merge(patch));
    }

    private static JsonNode tree(StoredJson json) {
        try {
            return JSON.readTree(JSON.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode object(Random random, int depth, boolean nulls) {
        ObjectNode object = NODES.objectNode();
        int members = random.nextInt(3) + (nulls ? 1 : 0);
        for (int i = 0; i < members; i++) {
            object.set(KEYS.get(random.nextInt(KEYS.size())), value(random, depth - 1, nulls));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth, boolean nulls) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> NODES.numberNode(random.nextInt(5));
            case 1 -> nulls ? NODES.nullNode() : NODES.textNode("t");
            case 2 -> NODES.arrayNode().add(random.nextInt(3)).addNull();
            default -> object(random, depth, nulls);
        };
    }

    private static ObjectNode member(String value) throws JsonProcessingException {
        return NODES.objectNode().set("x", JSON.readTree(value));
    }
}
