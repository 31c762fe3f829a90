package io.deviceregistry.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exception with which the service refuses a request: a problem type, a detail for humans, and headers of the response. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    public ProblemException(ProblemType type, String detail, List<Violation> violations) {
        this(type, detail, violations, null);
    }

    /** @param cause logged for a 5xx, never part of the response */
    public ProblemException(ProblemType type, String detail, Throwable cause) {
        this(type, detail, List.of(), cause);
    }

    private ProblemException(ProblemType type, String detail, List<Violation> violations, Throwable cause) {
        // A refusal is an ordinary response: its stack trace would only cost time.
        super(detail, cause, false, cause != null);
        this.type = type;
        this.violations = List.copyOf(violations);
    }

    public static ProblemException badRequest(String detail) {
        return new ProblemException(ProblemType.BAD_REQUEST, detail);
    }

    public static ProblemException badRequest(String field, String message) {
        return new ProblemException(ProblemType.BAD_REQUEST, field + ": " + message, List.of(new Violation(field, message)));
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemType.NOT_FOUND, what + " not found");
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }

    public static ProblemException unprocessable(String field, String message) {
        return new ProblemException(ProblemType.UNPROCESSABLE, field + ": " + message,
                List.of(new Violation(field, message)));
    }

    public ProblemException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds {@code Retry-After}, in whole seconds and at least one. */
    public ProblemException retryAfter(Duration delay) {
        return header("Retry-After", Long.toString(Math.max(1, delay.toSeconds() + (delay.getNano() > 0 ? 1 : 0))));
    }

    public ProblemType type() {
        return type;
    }

    public List<Violation> violations() {
        return violations;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
