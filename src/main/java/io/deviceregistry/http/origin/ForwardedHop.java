package io.deviceregistry.http.origin;

import java.util.Optional;

/**
 * What one proxy says of the request that it took: from where, by which scheme and for which host.
 *
 * @param from the address as it is written, empty where the proxy does not say
 * @param scheme empty where the proxy does not say
 * @param host with its port if it has one, empty where the proxy does not say
 */
record ForwardedHop(Optional<String> from, Optional<String> scheme, Optional<String> host) {

    /** A proxy that says nothing that can be read. */
    static final ForwardedHop UNREADABLE = new ForwardedHop(Optional.of("unknown"), Optional.empty(), Optional.empty());
}
