package io.deviceregistry.http;

/**
 * Is notified of every request. It is called on the thread of the request, often an event loop: it must be quick, must not block
 * and must not throw.
 */
public interface RequestListener {

    /** The head of the request has arrived. */
    void started(ServedRequest request);

    /** The route is known; not called for requests without a route. */
    void routed(ServedRequest request);

    /** The response was sent, or the connection was closed. */
    void ended(ServedRequest request);
}
