package io.deviceregistry.http.filter;

/**
 * The order of the filters that every request passes. The handlers of the connection come before all of them ({@link
 * io.deviceregistry.http.connection}).
 */
public final class FilterOrder {

    /**
     * A filter of Vert.x, where larger comes first: {@link RequestFilter} assigns the request id, writes the access log, refuses
     * malformed heads, waits for the body and takes a place among the requests in flight. Quarkus' own filters have priorities up
     * to 200.
     */
    static final int REQUEST = 1_000;

    /**
     * A route of Vert.x, where smaller comes first: before every other route and after the filters. {@code metrics} serves
     * {@code /metrics/} there.
     */
    public static final int METRICS_ROUTE = -500;

    /**
     * The first filter of resources, where smaller comes first: {@link RouteFilter} sets the route and refuses unknown query
     * parameters.
     */
    static final int ROUTE = 100;

    /** {@link DatabaseAvailabilityFilter} responds with 503 while the database is unavailable. */
    static final int DATABASE = 200;

    /** {@code auth} finds the caller, and refuses invalid tokens and insufficient scopes. */
    public static final int CALLER = 300;

    /** {@code auth} counts the request against the limits of its caller or address. */
    public static final int RATE_LIMIT = 400;

    private FilterOrder() {
    }
}
