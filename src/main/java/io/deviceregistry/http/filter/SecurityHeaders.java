package io.deviceregistry.http.filter;

import io.vertx.core.MultiMap;

/** Headers that tell browsers to treat a response as data of an API and not as a page. */
final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    /** The only page of the service, with its own scripts and styles. */
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
