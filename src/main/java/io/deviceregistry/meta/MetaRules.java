package io.deviceregistry.meta;

import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.http.json.JsonConfig;
import io.deviceregistry.problem.ProblemException;

/** Checks JSON that is to be stored as a meta. */
@Singleton
public class MetaRules {

    private final MetaConfig limits;
    private final JsonConfig json;

    MetaRules(MetaConfig limits, JsonConfig json) {
        this.limits = limits;
        this.json = json;
    }

    /**
     * @param name of the member or the sub-resource, for the problem
     * @param meta may be {@code null}
     * @throws ProblemException bad-request if a value cannot be stored exactly; unprocessable if the meta is too large
     */
    public void check(String name, ObjectNode meta) {
        if (meta != null) {
            new MetaCheck(name, json.nesting()).check(meta);
            checkSize(name, size(meta));
        }
    }

    /** The size in bytes, as compact JSON in UTF-8. */
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
}
