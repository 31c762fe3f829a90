package io.deviceregistry.problem;

import java.util.Locale;

/**
 * Every type of error that the service returns. The name in kebab case is the last segment of {@code type} (RFC 9457, section
 * 3.1.1) and never changes; docs/errors.md lists all types.
 */
public enum ProblemType {

    MALFORMED_JSON(400, "Malformed JSON",
            "The body is not the JSON that this route accepts; the detail names the line and the column."),
    BAD_REQUEST(400, "Bad request",
            "A part of the request is malformed; the detail names it."),
    BAD_PATH(400, "Bad path",
            "The path can be read in two ways, or the request target has a fragment, is not UTF-8, or is not an http or https URL."),
    UNKNOWN_PARAMETER(400, "Unknown query parameter",
            "The route does not have this query parameter; the detail lists those that it has."),
    BAD_CURSOR(400, "Bad cursor",
            "The cursor does not belong to this caller, these filters and this order; start again without a cursor."),
    BAD_NICK(400, "Bad nick",
            "The nick breaks the rule for nicks."),
    BAD_AUTO_TOKEN(400, "Bad auto-assign token",
            "The auto-assign token is malformed, unknown, disabled, expired or used up, or its owner is disabled."),
    UNAUTHENTICATED(401, "Authentication required",
            "The request has no credentials, or they are not valid or no longer valid."),
    BAD_CREDENTIALS(401, "Wrong credentials",
            "The username or the password is missing or wrong, or the client certificate is not accepted."),
    FORBIDDEN(403, "Forbidden",
            "The caller is authenticated but may not do this."),
    INSUFFICIENT_SCOPE(403, "Insufficient scope",
            "The access token lacks a scope that this route needs (RFC 6750, section 3.1)."),
    CLAIM_REFUSED(403, "Claim refused",
            "The challenge is wrong, there is no such device, or somebody else owns it."),
    NOT_FOUND(404, "Not found",
            "The resource does not exist, or the caller may not see it."),
    METHOD_NOT_ALLOWED(405, "Method not allowed",
            "The path does not support this method; Allow lists those that it supports."),
    NOT_ACCEPTABLE(406, "Not acceptable",
            "The route cannot respond in a media type that Accept allows."),
    REQUEST_TIMEOUT(408, "Request timeout",
            "The body did not arrive in time."),
    CONFLICT(409, "Conflict",
            "The request conflicts with the present state of the resource."),
    NICK_TAKEN(409, "Nick taken",
            "Another live device of the owner has this nick."),
    LAST_ADMINISTRATOR(409, "Last administrator",
            "The change would leave no administrator who can log in."),
    PRECONDITION_FAILED(412, "Precondition failed",
            "If-Match or If-None-Match does not hold (RFC 9110, section 13); the detail names the present revision or tag. Read again, merge, and write with the new tag."),
    ACCOUNT_REFUSED(412, "Account refused",
            "The account cannot be created: a member is missing or malformed, or the nick or the e-mail address is taken."),
    CONTENT_TOO_LARGE(413, "Content too large",
            "The body is larger than the limit of the service."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type",
            "The body has a Content-Type that this route does not accept, or a Content-Encoding."),
    UNPROCESSABLE(422, "Unprocessable content",
            "The request is well-formed but breaks a rule or a limit."),
    TOO_MANY_REQUESTS(429, "Too many requests",
            "Try again after the time in Retry-After."),
    INTERNAL_ERROR(500, "Internal error",
            "An error of the service; its log has the cause under the id in incident."),
    QUERY_TIMEOUT(503, "Query timeout",
            "The database is available but did not finish the query of this request in time; ask for less, or try again after"
                    + " the time in Retry-After."),
    UNAVAILABLE(503, "Service unavailable",
            "The database or the issuer of the access token is unavailable, or the service is overloaded;"
                    + " try again after the time in Retry-After."),
    INSUFFICIENT_STORAGE(507, "Insufficient storage",
            "The disk of the registry is full or cannot be written. Reads go on; try again after the time in Retry-After.");

    private final int status;
    private final String title;
    private final String description;

    ProblemType(int status, String title, String description) {
        this.status = status;
        this.title = title;
        this.description = description;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** A short summary that is the same for all occurrences. */
    public String title() {
        return title;
    }

    /** The meaning of the type, for the page at {@link #uri()}. */
    public String description() {
        return description;
    }

    /** The last segment of {@link #uri()}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The URI reference that identifies the type, where the service returns a description. */
    public String uri() {
        return "/problems/" + slug();
    }

    /** The type for a bare HTTP status, as the framework raises it. */
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
