package io.deviceregistry.problem;

/** One rule that a member or a parameter of the request breaks. */
public record Violation(String field, String message) {
}
