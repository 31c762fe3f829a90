package io.deviceregistry.http;

/**
 * Is told of every request. Called on the request's own thread, often an event loop: it must be quick, must not block and
 * must not throw.
 */
public interface RequestListener {

    /** Its head has arrived. */
    void started(ServedRequest request);

    /** Its route is known; not called for a request that no route takes. */
    void routed(ServedRequest request);

    /** Its answer was sent, or its caller is gone. */
    void ended(ServedRequest request);
}
