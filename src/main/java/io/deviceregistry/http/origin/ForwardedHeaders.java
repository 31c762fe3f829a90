package io.deviceregistry.http.origin;

/** Which header fields the trusted proxies set. */
enum ForwardedHeaders {

    /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}; {@code Forwarded} is ignored. */
    X_FORWARDED,
    /** {@code Forwarded}; the others are ignored. */
    FORWARDED,
    /** Whichever is there. What the two kinds say of one thing counts only where they say the same. */
    AUTO
}
