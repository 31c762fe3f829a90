package io.deviceregistry.meta;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import com.fasterxml.jackson.databind.JsonNode;

import io.deviceregistry.persistence.json.JsonValues;
import io.deviceregistry.problem.ProblemException;

/** Traverses a meta and rejects the first value that cannot be stored exactly, with its path. */
final class MetaCheck {

    private static final int MAX_KEY = 256;
    private static final int MAX_PATH = 200;

    private final String name;
    private final int maxDepth;
    private final Deque<String> path = new ArrayDeque<>();
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

    /** @param name of the meta, with which every path begins */
    MetaCheck(String name, int maxDepth) {
        this.name = name;
        this.maxDepth = maxDepth;
    }

    /** @throws ProblemException bad-request */
    void check(JsonNode value) {
        if (value.isContainerNode() && path.size() >= maxDepth) {
            throw refused("is nested deeper than " + maxDepth + " levels");
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
            throw refused("contains an unpaired surrogate, which is not valid Unicode");
        } else if (value.isNumber() && !JsonValues.isRepresentable(value)) {
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
            throw refused("has a member name of more than " + MAX_KEY + " characters");
        }
        if (!encoder.canEncode(key)) {
            throw refused("has a member name with an unpaired surrogate, which is not valid Unicode");
        }
    }

    private ProblemException refused(String message) {
        String where = name + String.join("", path);
        return ProblemException.badRequest(where.length() <= MAX_PATH ? where : where.substring(0, MAX_PATH) + "…", message);
    }
}
