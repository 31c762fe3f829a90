package io.deviceregistry.meta;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import com.fasterxml.jackson.databind.JsonNode;

import io.deviceregistry.persistence.json.JsonDocuments;
import io.deviceregistry.problem.ProblemException;

/** Goes through a meta once and refuses the first value that cannot be stored exactly as it is, by its path. */
final class MetaCheck {

    private static final int MAX_KEY = 256;
    private static final int MAX_PATH = 200;

    private final String name;
    private final int maxDepth;
    private final Deque<String> path = new ArrayDeque<>();
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

    /** @param name of the meta itself, the beginning of every path */
    MetaCheck(String name, int maxDepth) {
        this.name = name;
        this.maxDepth = maxDepth;
    }

    /** @throws ProblemException bad-request */
    void check(JsonNode value) {
        if (value.isContainerNode() && path.size() >= maxDepth) {
            throw refused("nests deeper than " + maxDepth + " levels");
        }
        if (value.isObject()) {
            value.properties().forEach(member -> {
                checkKey(member.getKey());
                descend("." + member.getKey(), member.getValue());
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                descend("[" + i + "]", value.get(i));
            }
        } else if (value.isTextual() && !encoder.canEncode(value.textValue())) {
            throw refused("holds half of a surrogate pair, which is not Unicode");
        } else if (value.isNumber() && !JsonDocuments.isRepresentable(value)) {
            throw refused("has more than 34 significant digits, or is too large or too small to be stored exactly");
        }
    }

    private void descend(String step, JsonNode value) {
        path.addLast(step);
        check(value);
        path.removeLast();
    }

    private void checkKey(String key) {
        if (key.codePointCount(0, key.length()) > MAX_KEY) {
            throw refused("holds a member name of more than " + MAX_KEY + " characters");
        }
        if (!encoder.canEncode(key)) {
            throw refused("holds half of a surrogate pair in a member name, which is not Unicode");
        }
    }

    private ProblemException refused(String message) {
        String where = name + String.join("", path);
        return ProblemException.badRequest(where.length() <= MAX_PATH ? where : where.substring(0, MAX_PATH) + "…", message);
    }
}
