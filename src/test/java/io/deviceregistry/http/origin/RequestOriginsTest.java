package io.deviceregistry.http.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;

class RequestOriginsTest {

    private static final String PROXY = "10.0.0.5";
    private static final TrustedProxies TRUSTED = new TrustedProxies(
            Optional.of(List.of(PROXY, " 10.1.0.0/16", "fd00::1", "2001:db8:ffff::/48")));

    /** From a peer with these header fields, written {@code Name: value} and separated by bars. */
    private static RequestOrigin origin(ForwardedHeaders kind, String peer, String fields) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Arrays.stream(fields.split("\\|")).filter(field -> !field.isEmpty())
                .forEach(field -> headers.add(field.split(":", 2)[0].strip(), field.split(":", 2)[1].strip()));
        return new RequestOrigins(TRUSTED, kind).resolve(
                new RequestOrigin(TrustedProxies.parse(peer), "http", "registry:12365"), headers);
    }

    private static String client(ForwardedHeaders kind, String peer, String fields) {
        return origin(kind, peer, fields).client().getHostAddress();
    }

    private static String url(String fields) {
        RequestOrigin origin = origin(ForwardedHeaders.AUTO, PROXY, fields);
        return origin.scheme() + "://" + origin.host();
    }

    @ParameterizedTest
    @EnumSource(ForwardedHeaders.class)
    void fromOthersThanTrustedProxiesTheHeadersAreIgnored(ForwardedHeaders kind) {
        for (String peer : List.of("203.0.113.7", "10.0.0.6", "fd00:0:0:0:0:0:0:2")) {
            RequestOrigin origin = origin(kind, peer, "X-Forwarded-For: 198.51.100.1|X-Forwarded-Proto: https"
                    + "|X-Forwarded-Host: evil|Forwarded: for=198.51.100.2;proto=https;host=evil");
            assertEquals(new RequestOrigin(TrustedProxies.parse(peer), "http", "registry:12365"), origin);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "198.51.100.1;198.51.100.1",
            "1.2.3.4, 198.51.100.1;198.51.100.1",
            "1.2.3.4, 198.51.100.1, 10.1.2.3;198.51.100.1",
            "10.1.9.9, 198.51.100.1,10.1.2.3 , 10.0.0.5;198.51.100.1",
            "1.2.3.4|X-Forwarded-For: 198.51.100.1, 10.1.2.3;198.51.100.1",
            "198.51.100.1:4711;198.51.100.1",
            "[2001:db8:1:2:3::4]:4711;2001:db8:1:2:3:0:0:4",
            "::ffff:198.51.100.1;198.51.100.1",
            ", ,198.51.100.1, ;198.51.100.1",
            "1.2.3.4, nonsense, 10.1.2.3;10.1.2.3",
            "nonsense;10.0.0.5",
            "' , ';10.0.0.5",
            "'';10.0.0.5",
            "10.1.1.1;10.1.1.1"})
    void theClientIsWhoeverCalledTheOutermostTrustedProxy(String field, String expected) {
        assertEquals(expected, client(ForwardedHeaders.X_FORWARDED, PROXY, "X-Forwarded-For: " + field));
        assertEquals(expected, client(ForwardedHeaders.AUTO, PROXY, "X-Forwarded-For: " + field));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', value = {
            "for=1.2.3.4|Forwarded: for=198.51.100.1;proto=https;by=10.0.0.5§198.51.100.1",
            "for=1.2.3.4, for=198.51.100.1, FOR=\"10.1.2.3:80\"§198.51.100.1",
            "proto=https; For=\"[2001:db8:1:2::9]:80\"§2001:db8:1:2:0:0:0:9",
            "for=\"198.51.100.1\";ext=\"a,b;for=1.2.3.4\\\"\"§198.51.100.1",
            "for=_hidden§10.0.0.5",
            "for=unknown§10.0.0.5",
            "proto=https§10.0.0.5",
            "for=\"1.2.3.4, for=198.51.100.1§10.0.0.5",
            "for=1.2.3.4;x=\", for=\"198.51.100.1\"§10.0.0.5",
            "for=1.2.3.4;for=198.51.100.1§10.0.0.5",
            "for=1.2.3.4 198.51.100.1§10.0.0.5",
            "198.51.100.1§10.0.0.5",
            "for=1.2.3.4\\§10.0.0.5",
            ",;, for=198.51.100.1 ; , §198.51.100.1",
            "''§10.0.0.5"})
    void theSameHoldsForForwarded(String field, String expected) {
        assertEquals(expected, client(ForwardedHeaders.FORWARDED, PROXY, "Forwarded: " + field));
        assertEquals(expected, client(ForwardedHeaders.AUTO, PROXY, "Forwarded: " + field));
    }

    /** One of the two was written by the caller, who would choose the address by it. */
    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 198.51.100.1, 1.2.3.4|Forwarded: for=198.51.100.1",
            "X-Forwarded-For: 198.51.100.1|Forwarded: for=198.51.100.1, for=1.2.3.4",
            "X-Forwarded-For: 1.2.3.4|Forwarded: for=_hidden", "X-Forwarded-For: 1.2.3.4|Forwarded: for=\"x, for=198.51.100.1",
            "X-Forwarded-For: 198.51.100.1|Forwarded: broken"})
    void whenTheTwoKindsDisagreeTheRequestIsTheProxysOwn(String fields) {
        assertEquals(PROXY, client(ForwardedHeaders.AUTO, PROXY, fields));
    }

    @Test
    void whatTheProxiesDoNotSetIsIgnoredWhereTheConfigurationSaysSo() {
        String fields = "X-Forwarded-For: 198.51.100.1|Forwarded: for=198.51.100.2";
        assertEquals("198.51.100.1", client(ForwardedHeaders.X_FORWARDED, PROXY, fields));
        assertEquals("198.51.100.2", client(ForwardedHeaders.FORWARDED, PROXY, fields));
        assertEquals("198.51.100.1",
                client(ForwardedHeaders.AUTO, PROXY, "X-Forwarded-For: 198.51.100.1|Forwarded: for=198.51.100.1;proto=https"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', value = {
            "X-Forwarded-Proto: https|X-Forwarded-Host: registry.example.com§https://registry.example.com",
            "X-Forwarded-For: 198.51.100.1|X-Forwarded-Proto: HTTPS§https://registry:12365",
            "X-Forwarded-Host: registry.example.com|X-Forwarded-Port: 8443|X-Forwarded-Proto: https§https://registry.example.com:8443",
            "X-Forwarded-Host: registry.example.com|X-Forwarded-Port: 443|X-Forwarded-Proto: https§https://registry.example.com",
            "X-Forwarded-Host: registry.example.com:1|X-Forwarded-Port: 443§http://registry.example.com:1",
            "X-Forwarded-Host: [2001:db8::1]|X-Forwarded-Port: 8080§http://[2001:db8::1]:8080",
            "X-Forwarded-Host: evil, registry.example.com|X-Forwarded-Proto: http,https§https://registry.example.com",
            "X-Forwarded-For: 198.51.100.1,10.1.1.1|X-Forwarded-Proto: https,http|X-Forwarded-Host: outer,inner§https://outer",
            "X-Forwarded-For: 198.51.100.1,10.1.1.1|X-Forwarded-Proto: https§https://registry:12365",
            "X-Forwarded-Host: a\", error=\"x|X-Forwarded-Proto: ftp|X-Forwarded-Port: many§http://registry:12365",
            "X-Forwarded-Host: u@evil§http://registry:12365",
            "Forwarded: for=198.51.100.1;proto=https;host=\"registry.example.com:8443\"§https://registry.example.com:8443",
            "Forwarded: host=evil, for=198.51.100.1;host=outer;proto=https, for=10.1.1.1;host=inner§https://outer",
            "Forwarded: host=\"a b\";proto=x§http://registry:12365",
            "Forwarded: host=b|X-Forwarded-Host: a|X-Forwarded-Proto: https§https://registry:12365"})
    void theSchemeAndTheHostAreThoseThatTheOutermostTrustedProxySaw(String fields, String expected) {
        assertEquals(expected, url(fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo bar", "proxy.example.com", "10.0.0.0/33", "10.0.0.5:80", "", "*"})
    void aProxyThatIsNoAddressEndsTheStart(String setting) {
        String message = assertThrows(ConfigurationException.class, () -> new TrustedProxies(Optional.of(List.of(setting))))
                .getMessage();
        assertEquals(0, message.indexOf("registry.trusted-proxies: '" + setting + "'"), message);
    }

    @Test
    void anAddressIsNeverLookedUp() {
        assertEquals(null, TrustedProxies.parse("localhost"));
        assertEquals(InetAddress.getLoopbackAddress(), TrustedProxies.parse("127.0.0.1"));
    }
}
