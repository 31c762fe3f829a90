package io.deviceregistry.http.origin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.deviceregistry.http.message.HostHeader;
import io.vertx.core.MultiMap;

/**
 * Reads {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. Each is a list to which proxies append, or
 * one value that a proxy sets; entries belong together that stand at one place, seen from the right.
 */
final class XForwardedFields {

    private XForwardedFields() {
    }

    /** The nearest proxy's last. */
    static List<ForwardedHop> hops(MultiMap headers) {
        List<String> from = elements(headers.getAll("X-Forwarded-For"));
        List<String> schemes = elements(headers.getAll("X-Forwarded-Proto"));
        List<String> hosts = elements(headers.getAll("X-Forwarded-Host"));
        List<String> ports = elements(headers.getAll("X-Forwarded-Port"));
        int length = Math.max(Math.max(from.size(), schemes.size()), Math.max(hosts.size(), ports.size()));
        List<ForwardedHop> hops = new ArrayList<>();
        for (int right = length; right >= 1; right--) {
            hops.add(
                    new ForwardedHop(at(from, right), at(schemes, right),
                            host(at(hosts, right), at(ports, right), at(schemes, right))));
        }
        return hops;
    }

    /** Empty elements of a list count for nothing (RFC 9110, section 5.6.1). */
    private static List<String> elements(List<String> lines) {
        return lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                .filter(element -> !element.isEmpty()).toList();
    }

    private static String at(List<String> elements, int right) {
        return right <= elements.size() ? elements.get(elements.size() - right) : null;
    }

    private static String host(String host, String port, String scheme) {
        boolean given = host != null && port != null && port.matches("[0-9]{1,5}") && !HostHeader.hasPort(host);
        return given && !port.equals("https".equalsIgnoreCase(scheme) ? "443" : "80") ? HostHeader.withPort(host, port) : host;
    }
}
