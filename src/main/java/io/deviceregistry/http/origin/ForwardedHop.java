package io.deviceregistry.http.origin;

import java.util.Optional;

/**
 * What one proxy says about the request that it received.
 *
 * @param from the address of the client as written; empty if not given
 * @param scheme empty if not given
 * @param host with its port, if any; empty if not given
 */
record ForwardedHop(Optional<String> from, Optional<String> scheme, Optional<String> host) {

    /** A hop without any readable information. */
    static final ForwardedHop UNREADABLE = new ForwardedHop(Optional.of("unknown"), Optional.empty(), Optional.empty());
}
