package io.deviceregistry.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A rule that a member or a parameter of the request breaks. */
@RegisterForReflection
public record Violation(String field, String message) {
}
