package io.deviceregistry.http.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.common.net.Inet;

/**
 * The value of a {@code Host} header field: a name or an address, and an optional port (RFC 9110, section 7.2). Responses repeat
 * it, so it must not contain anything that ends a quoted string or the authority of a URL.
 */
public final class HostHeader {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");

    private HostHeader() {
    }

    /** The host with its port, if any; empty for a malformed value. */
    public static Optional<String> parse(String value) {
        Matcher matcher = HOST.matcher(value);
        if (value.length() > MAX_LENGTH || !matcher.matches() || !isName(matcher.group(1))) {
            return Optional.empty();
        }
        String port = matcher.group(2);
        if (port == null || port.isEmpty()) {
            return Optional.of(matcher.group(1));
        }
        return Integer.parseInt(port) <= MAX_PORT ? Optional.of(value) : Optional.empty();
    }

    /** The same host with another port. */
    public static String withPort(String host, String port) {
        return withoutPort(host) + ":" + port;
    }

    public static boolean hasPort(String host) {
        return withoutPort(host).length() < host.length();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isName(String host) {
        return !host.startsWith("[") || Inet.parseInet6AddressToBytes(host.substring(1, host.length() - 1)) != null;
    }
}
