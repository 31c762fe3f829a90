package io.deviceregistry.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private final ClientAddress addresses = new ClientAddress(Optional.of(List.of("10.0.0.5", "10.1.0.0/16", "fd00::1")), null);

    private String of(String peer, String... forwardedFor) {
        return addresses.of(peer, List.of(forwardedFor), List.of());
    }

    @Test
    void fromOthersThanTrustedProxiesTheHeadersAreIgnored() {
        assertEquals("203.0.113.7", of("203.0.113.7", "198.51.100.1"));
        assertEquals("203.0.113.7", addresses.of("203.0.113.7", List.of(), List.of("for=198.51.100.1")));
        assertEquals("10.0.0.6", of("10.0.0.6", "198.51.100.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = 59, value = {
            "198.51.100.1;198.51.100.1",
            "1.2.3.4, 198.51.100.1;198.51.100.1",
            "1.2.3.4, 198.51.100.1, 10.1.2.3;198.51.100.1",
            "10.1.9.9, 198.51.100.1,10.1.2.3 , 10.0.0.5;198.51.100.1",
            "198.51.100.1:4711;198.51.100.1",
            "[2001:db8:1:2:3::4]:4711;2001:db8:1:2::/64",
            "2001:db8:1:2:ffff:ffff:ffff:ffff;2001:db8:1:2::/64",
            "1.2.3.4, nonsense, 10.1.2.3;10.1.2.3",
            "nonsense;10.0.0.5",
            "10.1.1.1;10.1.1.1"})
    void theCallerIsWhoeverCalledTheOutermostTrustedProxy(String header, String expected) {
        assertEquals(expected, of("10.0.0.5", header));
    }

    @Test
    void severalHeadersAreOneList() {
        assertEquals("198.51.100.1", of("10.0.0.5", "1.2.3.4", "198.51.100.1, 10.1.2.3"));
    }

    @Test
    void forwardedCountsWhereThereIsNoOtherHeader() {
        assertEquals("198.51.100.1",
                addresses.of("10.0.0.5", List.of(), List.of("for=1.2.3.4", "for=198.51.100.1;proto=https;by=10.0.0.5")));
        assertEquals("2001:db8:1:2::/64",
                addresses.of("10.0.0.5", List.of(), List.of("proto=https; For=\"[2001:db8:1:2::9]:80\"")));
        assertEquals("198.51.100.1", addresses.of("10.0.0.5", List.of("198.51.100.1"), List.of("for=1.2.3.4")));
        assertEquals("10.0.0.5", addresses.of("10.0.0.5", List.of(), List.of("for=_hidden")));
    }

    @Test
    void aNetworkOfIpv6IsOneCaller() {
        assertEquals(of("2001:db8:1:2::1"), of("2001:db8:1:2:3:4:5:6"));
        assertEquals("2001:db8:1:3::/64", of("2001:db8:1:3::1"));
        assertEquals("198.51.100.1", of("fd00::1", "::ffff:198.51.100.1"));
    }
}
