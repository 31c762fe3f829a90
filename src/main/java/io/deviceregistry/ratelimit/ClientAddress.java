package io.deviceregistry.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where a request comes from, as limits see it. Each trusted proxy appends whom it was called by to a list; what stands left
 * of the first address that is no trusted proxy, seen from the right, was written by the caller and may be a lie. The
 * framework believes the leftmost one, which is good enough for a link and not for a limit.
 */
@Singleton
public class ClientAddress {

    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]+)\"?");

    private final List<CidrAddress> trusted;
    private final CurrentVertxRequest current;

    ClientAddress(@ConfigProperty(name = "registry.trusted-proxies") Optional<List<String>> trusted,
            CurrentVertxRequest current) {
        this.trusted = trusted.orElse(List.of()).stream().map(String::strip).map(ClientAddress::network)
                .flatMap(Optional::stream).toList();
        this.current = current;
    }

    /** The address of the present request: an IPv4 address, or the /64 network of an IPv6 address. */
    public String current() {
        return of(current.getCurrent().request());
    }

    /** The address of a request: an IPv4 address, or the /64 network of an IPv6 address. */
    public String of(HttpServerRequest request) {
        String peer = request.connection().remoteAddress().hostAddress();
        return of(peer, request.headers().getAll("X-Forwarded-For"), request.headers().getAll("Forwarded"));
    }

    String of(String peer, List<String> forwardedFor, List<String> forwarded) {
        InetAddress address = parse(peer == null ? "" : peer);
        if (address == null) {
            return "unknown";
        }
        List<String> chain = forwardedFor.isEmpty()
                ? elements(forwarded).map(ClientAddress::forParameter).toList()
                : elements(forwardedFor).toList();
        for (int i = chain.size() - 1; i >= 0 && isTrusted(address); i--) {
            InetAddress next = parse(withoutPort(chain.get(i)));
            if (next == null) {
                break;
            }
            address = next;
        }
        return network(address);
    }

    private static Stream<String> elements(List<String> headers) {
        return headers.stream().flatMap(header -> Arrays.stream(header.split(","))).map(String::strip);
    }

    private static String forParameter(String element) {
        var parameter = FOR.matcher(element);
        return parameter.find() ? parameter.group(1).strip() : "";
    }

    /** Without the brackets of an IPv6 address, too. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** Without asking a name server; an IPv4 address in the dress of IPv6 is that IPv4 address. */
    private static InetAddress parse(String text) {
        byte[] bytes = Inet.parseInetAddressToBytes(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.matches(address));
    }

    private static Optional<CidrAddress> network(String text) {
        CidrAddress network = text.contains("/") ? Inet.parseCidrAddress(text) : null;
        InetAddress single = text.contains("/") ? null : parse(text);
        return single == null
                ? Optional.ofNullable(network)
                : Optional.of(CidrAddress.create(single, single.getAddress().length * Byte.SIZE));
    }

    private static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        return CidrAddress.create(bytes, IPV6_NETWORK_BYTES * Byte.SIZE).toString();
    }
}
