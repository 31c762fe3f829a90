package io.deviceregistry.problem;

import java.util.Locale;

/**
 * Every kind of error that the service answers. The name in kebab case ends the problem's {@code type}
 * (RFC 9457, section 3.1.1) and stays the same for ever; docs/errors.md lists them.
 */
public enum ProblemType {

    MALFORMED_JSON(400, "Malformed JSON",
            "The body is not the JSON that this route takes; the detail names line and column."),
    BAD_REQUEST(400, "Bad request",
            "A part of the request is malformed; the detail names it."),
    BAD_PATH(400, "Bad path",
            "The path, or the target of the request, can be read in two ways."),
    UNKNOWN_PARAMETER(400, "Unknown query parameter",
            "The route does not know this query parameter; the detail lists those it knows."),
    BAD_CURSOR(400, "Bad cursor",
            "The cursor was not made by this service for this query; start again without one."),
    BAD_NICK(400, "Bad nick",
            "The nick breaks the rule for nicks."),
    BAD_AUTO_TOKEN(400, "Bad auto-assign token",
            "The token is malformed, unknown, disabled, expired or used up, or its owner is disabled."),
    UNAUTHENTICATED(401, "Authentication required",
            "No credentials were sent, or they are not valid, or no longer so."),
    BAD_CREDENTIALS(401, "Wrong credentials",
            "Username or password is missing or wrong."),
    FORBIDDEN(403, "Forbidden",
            "The caller is known and may not do this."),
    INSUFFICIENT_SCOPE(403, "Insufficient scope",
            "The access token lacks a scope that this route needs (RFC 6750, section 3.1)."),
    CLAIM_REFUSED(403, "Claim refused",
            "The challenge is wrong, or there is no such device to claim."),
    NOT_FOUND(404, "Not found",
            "It does not exist, or the caller may not see it."),
    METHOD_NOT_ALLOWED(405, "Method not allowed",
            "The route does not know this method."),
    NOT_ACCEPTABLE(406, "Not acceptable",
            "The route cannot answer in a media type that the caller accepts."),
    REQUEST_TIMEOUT(408, "Request timeout",
            "The body did not arrive in time."),
    CONFLICT(409, "Conflict",
            "The request contradicts the present state."),
    NICK_TAKEN(409, "Nick taken",
            "Another live device of the owner has this nick."),
    LAST_ADMINISTRATOR(409, "Last administrator",
            "The account is the last administrator that can log in, and stays one."),
    PRECONDITION_FAILED(412, "Precondition failed",
            "If-Match or If-None-Match does not hold (RFC 9110, section 13): read again, and write with the new tag."),
    ACCOUNT_REFUSED(412, "Account refused",
            "The account cannot be made with these members."),
    CONTENT_TOO_LARGE(413, "Content too large",
            "The body is larger than the service takes."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type",
            "The body has a Content-Type that this route does not take, or a Content-Encoding."),
    UNPROCESSABLE(422, "Unprocessable content",
            "The request is well-formed and breaks a rule or a limit."),
    TOO_MANY_REQUESTS(429, "Too many requests",
            "Try again after the time in Retry-After."),
    INTERNAL_ERROR(500, "Internal error",
            "A fault of the service; the incident's id is in its log."),
    QUERY_TIMEOUT(503, "Query timeout",
            "The database is there and did not finish this request's query in time; ask for less, or try again after the time"
                    + " in Retry-After."),
    UNAVAILABLE(503, "Service unavailable",
            "The database, or the issuer of the access token, is away, or the service has too much to do;"
                    + " try again after the time in Retry-After."),
    INSUFFICIENT_STORAGE(507, "Insufficient storage",
            "The registry's disk is full or cannot be written. Reads go on; try again after the time in Retry-After.");

    private final int status;
    private final String title;
    private final String description;

    ProblemType(int status, String title, String description) {
        this.status = status;
        this.title = title;
        this.description = description;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** Short summary that does not change from one occurrence to the next. */
    public String title() {
        return title;
    }

    /** What the kind means, for the page behind {@link #uri()}. */
    public String description() {
        return description;
    }

    /** The last segment of {@link #uri()}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** URI reference that identifies the kind; the service answers it with a description. */
    public String uri() {
        return "/problems/" + slug();
    }

    /** The kind that stands for a bare HTTP status, as a framework raises it. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 409 -> CONFLICT;
            case 412 -> PRECONDITION_FAILED;
            case 413 -> CONTENT_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> UNPROCESSABLE;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> UNAVAILABLE;
            case 507 -> INSUFFICIENT_STORAGE;
            default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
