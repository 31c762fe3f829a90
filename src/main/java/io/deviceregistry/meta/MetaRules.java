package io.deviceregistry.meta;

import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.Unicode;
import io.deviceregistry.http.LimitsConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.storage.JsonDocuments;

/** What JSON of a user may be stored as a meta. */
@Singleton
public class MetaRules {

    private static final int MAX_KEY = 256;

    private final LimitsConfig limits;

    MetaRules(LimitsConfig limits) {
        this.limits = limits;
    }

    /**
     * @param name of the member or the sub-resource, for the problem
     * @param meta {@code null} is fine
     * @throws ProblemException bad-request for what cannot be stored as it is, unprocessable for what is too large
     */
    public void check(String name, ObjectNode meta) {
        if (meta != null) {
            checkValue(name, meta, 1);
            checkSize(name, size(meta));
        }
    }

    /** In bytes of compact JSON in UTF-8. */
    public static int size(JsonNode meta) {
        return meta.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** @throws ProblemException unprocessable */
    public void checkSize(String name, int size) {
        if (size > limit()) {
            throw ProblemException.unprocessable(name, "must have at most " + limit() + " bytes as JSON");
        }
    }

    public int limit() {
        return Math.toIntExact(limits.meta().asLongValue());
    }

    private void checkValue(String name, JsonNode value, int depth) {
        if (value.isContainerNode() && depth > limits.nesting()) {
            throw ProblemException.badRequest(name, "nests deeper than " + limits.nesting() + " levels");
        }
        if (value.isObject()) {
            value.properties().forEach(member -> {
                checkKey(name, member.getKey());
                checkValue(name, member.getValue(), depth + 1);
            });
        } else if (value.isArray()) {
            value.forEach(item -> checkValue(name, item, depth + 1));
        } else if (value.isTextual() && !Unicode.isWellFormed(value.textValue())) {
            throw ProblemException.badRequest(name, "holds half of a surrogate pair, which is not Unicode");
        } else if (value.isNumber() && !JsonDocuments.isRepresentable(value)) {
            throw ProblemException.badRequest(name, "holds a number of more than 34 digits, or too large");
        }
    }

    private static void checkKey(String name, String key) {
        if (key.codePointCount(0, key.length()) > MAX_KEY) {
            throw ProblemException.badRequest(name, "holds a member name of more than " + MAX_KEY + " characters");
        }
        if (!Unicode.isWellFormed(key)) {
            throw ProblemException.badRequest(name, "holds half of a surrogate pair, which is not Unicode");
        }
    }
}
