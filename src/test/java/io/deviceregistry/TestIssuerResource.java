package io.deviceregistry;

import java.util.Map;

import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * An issuer whose tokens the service under test takes. What tests need of it is in system properties, because it may live
 * in another class loader than they.
 */
public class TestIssuerResource implements QuarkusTestResourceLifecycleManager {

    private static final String URL = "test.issuer.url";
    private static final String KEY = "test.issuer.key.";

    private TestIssuer issuer;

    public static String url() {
        return System.getProperty(URL);
    }

    /** The issuer's {@code rsa} or {@code ec} key. */
    public static PublicJsonWebKey key(String id) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(System.getProperty(KEY + id));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        PublicJsonWebKey rsa = TestIssuer.rsa("rsa");
        PublicJsonWebKey ec = TestIssuer.ec("ec");
        issuer = new TestIssuer(rsa, ec);
        System.setProperty(URL, issuer.url().toString());
        for (PublicJsonWebKey key : new PublicJsonWebKey[]{rsa, ec}) {
            System.setProperty(KEY + key.getKeyId(), key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
        }
        return Map.of("registry.oidc.issuer", issuer.url().toString(), "registry.oidc.audience",
                TestIssuer.AUDIENCE + ",another-name", "registry.oidc.groups-claim", "realm_access.roles",
                "registry.oidc.admin-group", "registry-admins");
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
