package io.deviceregistry.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A problem document (RFC 9457). {@code error} and {@code code} repeat the detail and the status for clients of the PANTAHUB
 * services.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection
public record Problem(String type, String title, int status, String detail, String instance, String error, int code,
        String incident, List<Violation> violations) {

    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException exception, String instance, String incident) {
        ProblemType type = exception.type();
        return new Problem(type.uri(), type.title(), type.status(), exception.getMessage(), instance,
                exception.getMessage(), type.status(), incident, exception.violations());
    }
}
