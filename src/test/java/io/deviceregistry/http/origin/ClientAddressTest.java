package io.deviceregistry.http.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({"198.51.100.1,198.51.100.1", "2001:db8:1:2:3::4,2001:db8:1:2::/64",
            "2001:db8:1:2:ffff:ffff:ffff:ffff,2001:db8:1:2::/64", "::ffff:198.51.100.1,198.51.100.1"})
    void aNetworkOfIpv6IsOneCaller(String address, String expected) throws Exception {
        assertEquals(expected, ClientAddress.network(InetAddress.getByName(address)));
    }

    @Test
    void anotherNetworkIsAnotherCaller() throws Exception {
        assertEquals("2001:db8:1:3::/64", ClientAddress.network(InetAddress.getByName("2001:db8:1:3::1")));
    }
}
