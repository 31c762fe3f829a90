package io.deviceregistry.http.origin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.deviceregistry.http.message.HostHeader;
import io.vertx.core.MultiMap;

/**
 * Parses {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. Each is a list to which proxies append, or a
 * single value that a proxy sets; entries at the same position from the right belong together.
 */
final class XForwardedFields {

    private XForwardedFields() {
    }

    /** The hops; the hop of the nearest proxy is the last one. */
    static List<ForwardedHop> hops(MultiMap headers) {
        List<String> from = elements(headers.getAll("X-Forwarded-For"));
        List<String> schemes = elements(headers.getAll("X-Forwarded-Proto"));
        List<String> hosts = elements(headers.getAll("X-Forwarded-Host"));
        List<String> ports = elements(headers.getAll("X-Forwarded-Port"));
        int length = Math.max(Math.max(from.size(), schemes.size()), Math.max(hosts.size(), ports.size()));
        List<ForwardedHop> hops = new ArrayList<>();
        for (int right = length; right >= 1; right--) {
            Optional<String> scheme = at(schemes, right);
            Optional<String> port = at(ports, right);
            hops.add(new ForwardedHop(at(from, right), scheme, at(hosts, right).map(host -> host(host, port, scheme))));
        }
        return hops;
    }

    /** Empty elements of a list are ignored (RFC 9110, section 5.6.1). */
    private static List<String> elements(List<String> lines) {
        return lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .filter(element -> !element.isEmpty()).toList();
    }

    private static Optional<String> at(List<String> elements, int right) {
        return right <= elements.size() ? Optional.of(elements.get(elements.size() - right)) : Optional.empty();
    }

    private static String host(String host, Optional<String> port, Optional<String> scheme) {
        String standard = scheme.filter("https"::equalsIgnoreCase).isPresent() ? "443" : "80";
        return port.filter(given -> given.matches("[0-9]{1,5}") && !given.equals(standard) && !HostHeader.hasPort(host))
                .map(given -> HostHeader.withPort(host, given)).orElse(host);
    }
}
