package io.deviceregistry.http.origin;

/** The header fields that the trusted proxies set. */
enum ForwardedHeaders {

    /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}; {@code Forwarded} is ignored. */
    X_FORWARDED,
    /** {@code Forwarded}; the others are ignored. */
    FORWARDED,
    /** Both kinds. If both give a value, it is used only if they agree. */
    AUTO
}
