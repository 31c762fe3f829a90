package io.deviceregistry.http.origin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.net.CidrAddress;
import io.vertx.ext.web.RoutingContext;

/** The client address of a request as limits use it: an IPv4 address, or the /64 network of an IPv6 address. */
@Singleton
public class ClientAddress {

    private static final int IPV6_NETWORK_BYTES = 8;

    private final RequestOrigins origins;
    private final CurrentVertxRequest current;

    ClientAddress(RequestOrigins origins, CurrentVertxRequest current) {
        this.origins = origins;
        this.current = current;
    }

    /** The address for the present request. */
    public String current() {
        return of(current.getCurrent());
    }

    public String of(RoutingContext context) {
        return network(origins.of(context).client());
    }

    static String network(InetAddress address) {
        if (address == null) {
            return "unknown";
        }
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        return CidrAddress.create(bytes, IPV6_NETWORK_BYTES * Byte.SIZE).toString();
    }
}
