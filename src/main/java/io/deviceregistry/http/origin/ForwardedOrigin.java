package io.deviceregistry.http.origin;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.deviceregistry.http.message.HostHeader;

/**
 * What the trusted proxies say about a request in one kind of header; {@code null} for what they do not say. A malformed scheme
 * or host counts as absent.
 */
record ForwardedOrigin(InetAddress client, String scheme, String host) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Reads hops from the nearest proxy outwards, as long as a trusted proxy wrote them. */
    static ForwardedOrigin by(List<ForwardedHop> hops, InetAddress peer, TrustedProxies trusted) {
        InetAddress client = null;
        String scheme = null;
        String host = null;
        InetAddress writer = peer;
        for (int i = hops.size() - 1; i >= 0 && writer != null && trusted.contains(writer); i--) {
            ForwardedHop hop = hops.get(i);
            scheme = hop.scheme().map(said -> said.toLowerCase(Locale.ROOT)).filter(SCHEMES::contains).orElse(scheme);
            host = hop.host().flatMap(HostHeader::parse).orElse(host);
            if (hop.from().isPresent()) {
                InetAddress from = TrustedProxies.parse(withoutPort(hop.from().get()));
                // If an address is hidden or malformed, only the proxy that received the request from it is known.
                client = from == null ? writer : from;
                writer = from;
            } else {
                writer = null;
            }
        }
        return new ForwardedOrigin(client, scheme, host);
    }

    /** If both give a value and they differ, the caller wrote one of them, so neither is used. */
    ForwardedOrigin whereItAgreesWith(ForwardedOrigin other) {
        return new ForwardedOrigin(agreed(client, other.client), agreed(scheme, other.scheme), agreed(host, other.host));
    }

    private static <T> T agreed(T one, T other) {
        if (one == null) {
            return other;
        }
        return other == null || Objects.equals(one, other) ? one : null;
    }

    /** Also parses an IPv6 address without brackets. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
