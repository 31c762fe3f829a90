package io.deviceregistry.http.filter;

/**
 * The order of the request filters. The connection comes before all of them ({@link io.deviceregistry.http.connection}).
 */
public final class FilterOrder {

    /**
     * The first of the Vert.x filters, where larger comes first: {@link RequestFilter} gives the request its id and its line in the
     * access log, refuses a malformed head, reads the body and admits the request. Quarkus' own filters have 200 and less.
     */
    static final int REQUEST = 1_000;

    /**
     * The first of the Vert.x routes, where smaller comes first; it runs after the Vert.x filters. {@code metrics} serves
     * {@code /metrics/} there.
     */
    public static final int METRICS_ROUTE = -500;

    /**
     * The first of the resource filters, where smaller comes first: {@code device} notes an attempt to register or to claim, to report
     * it however it is answered.
     */
    public static final int ATTEMPT = 50;

    /** {@link RouteFilter} notes the route and refuses unknown query parameters. */
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
