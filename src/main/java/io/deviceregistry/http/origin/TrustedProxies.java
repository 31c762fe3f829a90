package io.deviceregistry.http.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;

/** The proxies whose forwarded headers are trusted. */
@Singleton
class TrustedProxies {

    static final String SETTING = "registry.trusted-proxies";

    private final List<CidrAddress> networks;

    TrustedProxies(@ConfigProperty(name = SETTING) Optional<List<String>> trusted) {
        this.networks = trusted.orElse(List.of()).stream().map(String::strip).map(TrustedProxies::network).toList();
    }

    boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.matches(address));
    }

    /** Parses an address without DNS; {@code null} if it is not an address. An IPv4-mapped IPv6 address becomes IPv4. */
    static InetAddress parse(String text) {
        byte[] bytes = Inet.parseInetAddressToBytes(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CidrAddress network(String text) {
        CidrAddress network = text.contains("/") ? Inet.parseCidrAddress(text) : null;
        InetAddress single = text.contains("/") ? null : parse(text);
        if (network == null && single == null) {
            throw new ConfigurationException(
                    SETTING + ": '" + text + "' is neither an address nor a network such as 10.1.0.0/16");
        }
        return single == null ? network : CidrAddress.create(single, single.getAddress().length * Byte.SIZE);
    }
}
