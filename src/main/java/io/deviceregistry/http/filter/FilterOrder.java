package io.deviceregistry.http.filter;

/**
 * The order in which a request passes what is common to all routes. The connection comes before all of it
 * ({@link io.deviceregistry.http.connection}).
 */
public final class FilterOrder {

    /**
     * Of the filters of Vert.x, the first: {@link RequestFilter} gives the request its id and its line in the access log, refuses a
     * malformed head, waits for the body and takes a place among the requests in flight. Quarkus' own filters have 200 and less.
     */
    static final int REQUEST = 1_000;

    /**
     * Of the routes of Vert.x, where smaller comes first: before every other route and behind the filters. {@code metrics} serves
     * {@code /metrics/} there.
     */
    public static final int METRICS_ROUTE = -500;

    /** Of the filters of resources, the first: {@link RouteFilter} notes the route and refuses unknown query parameters. */
    static final int ROUTE = 100;

    /** {@link DatabaseAvailabilityFilter} answers 503 while the database is unavailable. */
    static final int DATABASE = 200;

    /** {@code auth} finds out who calls, and refuses whose token or scopes do not suffice. */
    public static final int CALLER = 300;

    /** {@code auth} counts the request against the limits of its caller or address. */
    public static final int RATE_LIMIT = 400;

    private FilterOrder() {
    }
}
