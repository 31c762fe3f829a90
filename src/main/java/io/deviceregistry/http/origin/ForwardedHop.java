package io.deviceregistry.http.origin;

/**
 * What one proxy says of the request that it took: from where, by which scheme and for which host.
 *
 * @param from the address as it is written, {@code null} where the proxy does not say
 * @param scheme {@code null} where the proxy does not say
 * @param host with its port if it has one, {@code null} where the proxy does not say
 */
record ForwardedHop(String from, String scheme, String host) {

    /** A proxy that says nothing that can be read. */
    static final ForwardedHop UNREADABLE = new ForwardedHop("unknown", null, null);
}
