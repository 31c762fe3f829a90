package io.deviceregistry.http.origin;

import java.net.InetAddress;

/**
 * Where a request comes from and which URL it was sent to, according to the trusted proxies.
 *
 * @param client the first address, seen from the service, that is not a trusted proxy; {@code null} if unknown
 * @param scheme {@code http} or {@code https}
 * @param host with its port, if any
 */
public record RequestOrigin(InetAddress client, String scheme, String host) {
}
