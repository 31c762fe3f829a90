package io.deviceregistry.http.origin;

import java.net.InetAddress;

/**
 * Where a request comes from and what it was sent to, as the trusted proxies tell it.
 *
 * @param client the first address, seen from the service, that is no trusted proxy; {@code null} where it is not known
 * @param scheme {@code http} or {@code https}
 * @param host with its port if it has one
 */
public record RequestOrigin(InetAddress client, String scheme, String host) {
}
