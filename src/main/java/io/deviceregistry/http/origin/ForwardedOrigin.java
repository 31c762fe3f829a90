package io.deviceregistry.http.origin;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.deviceregistry.http.message.HostHeader;

/**
 * What the trusted proxies say of a request by one kind of header; {@code null} for what they do not say. A malformed scheme
 * or host is as good as none.
 */
record ForwardedOrigin(InetAddress client, String scheme, String host) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Reads from the nearest proxy outwards, as long as a trusted proxy wrote what stands there. */
    static ForwardedOrigin by(List<ForwardedHop> hops, InetAddress peer, TrustedProxies trusted) {
        InetAddress client = null;
        String scheme = null;
        String host = null;
        InetAddress writer = peer;
        for (int i = hops.size() - 1; i >= 0 && writer != null && trusted.contains(writer); i--) {
            ForwardedHop hop = hops.get(i);
            scheme = isScheme(hop.scheme()) ? hop.scheme().toLowerCase(Locale.ROOT) : scheme;
            host = hop.host() == null ? host : HostHeader.parse(hop.host()).orElse(host);
            if (hop.from() != null) {
                InetAddress from = TrustedProxies.parse(withoutPort(hop.from()));
                // Of a hidden or malformed address only the proxy that took the request from there is known.
                client = from == null ? writer : from;
                writer = from;
            } else {
                writer = null;
            }
        }
        return new ForwardedOrigin(client, scheme, host);
    }

    /** Where both say something and not the same, one of them was written by the caller, so neither counts. */
    ForwardedOrigin whereItAgreesWith(ForwardedOrigin other) {
        return new ForwardedOrigin(agreed(client, other.client), agreed(scheme, other.scheme), agreed(host, other.host));
    }

    private static <T> T agreed(T one, T other) {
        if (one == null) {
            return other;
        }
        return other == null || Objects.equals(one, other) ? one : null;
    }

    private static boolean isScheme(String text) {
        return text != null && SCHEMES.contains(text.toLowerCase(Locale.ROOT));
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
}
