package io.deviceregistry.http.filter;

import io.vertx.core.MultiMap;

/** What tells browsers not to make more of an answer than it is: data of an API, and no page. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    /** The one page that the service has, with scripts and styles of its own. */
    private static final String PAGES = "/q/swagger-ui";

    private SecurityHeaders() {
    }

    static void add(String path, MultiMap headers) {
        headers.set("X-Content-Type-Options", "nosniff").set("Referrer-Policy", "no-referrer");
        headers.set(CONTENT_SECURITY_POLICY, path.startsWith(PAGES)
                ? "frame-ancestors 'none'"
                : "default-src 'none'; frame-ancestors 'none'");
    }
}
