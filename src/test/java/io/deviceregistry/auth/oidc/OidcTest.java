package io.deviceregistry.auth.oidc;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestCertificates;
import io.deviceregistry.TestIssuer;
import io.deviceregistry.TestIssuerResource;
import io.deviceregistry.TestStorage;
import io.deviceregistry.TestTls;
import io.deviceregistry.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.util.KeyUtils;

/**
 * Access tokens of an external issuer open accounts of their own, and forged ones nothing. With the resources of
 * CertificateTest, so that one start of the service serves both.
 */
@QuarkusTest
@WithTestResource(TestStorage.class)
@WithTestResource(TestTls.class)
@WithTestResource(TestIssuerResource.class)
class OidcTest {

    private final String subject = Api.unique("subject");
    private final PublicJsonWebKey rsa = TestIssuerResource.key("rsa");
    private final PublicJsonWebKey ec = TestIssuerResource.key("ec");

    private String token(Consumer<JwtClaims> change) {
        JwtClaims claims = TestIssuer.claims(TestIssuerResource.url(), subject);
        change.accept(claims);
        return TestIssuer.sign(claims, rsa, "RS256");
    }

    private String token() {
        return token(claims -> {
        });
    }

    private static void refused(String token) {
        Api.as(token).get("/auth/").then().statusCode(401).body("type", equalTo("/problems/unauthenticated"))
                .header("WWW-Authenticate", startsWith("JWT realm="));
        Api.as(token).post("/devices/").then().statusCode(401);
    }

    private static String prn(String token) {
        return Api.as(token).get("/auth/").then().statusCode(200).extract().path("prn");
    }

    @Test
    void aSubjectGetsAnAccountOfItsOwn() {
        String nick = Api.unique("ada");
        String token = token(claims -> {
            claims.setClaim("preferred_username", nick);
            claims.setClaim("email", nick + "@Example.com");
            claims.setClaim("email_verified", true);
        });
        Api.as(token).get("/auth/").then().statusCode(200).body("nick", equalTo(nick))
                .body("email", equalTo(nick + "@example.com"));
        Api.as(token).get("/auth/auth_status").then().statusCode(200).body("type", equalTo("USER"))
                .body("roles", equalTo("user")).body("scopes", equalTo("prn:pantahub.com:apis:/base/all"));
        String device = Api.json(Api.as(token), Map.of("nick", "boiler")).post("/devices/").then().statusCode(200)
                .body("owner", equalTo(prn(token))).body("owner-nick", equalTo(nick)).extract().path("id");
        Api.as(token()).get("/devices/" + device).then().statusCode(200);
        Api.user().request().get("/devices/" + device).then().statusCode(404);
    }

    @Test
    void algorithmsWithPublicKeysAreTaken() {
        JwtClaims claims = TestIssuer.claims(TestIssuerResource.url(), subject);
        Set<String> accounts = new HashSet<>();
        for (String algorithm : List.of("RS256", "RS512", "PS256")) {
            accounts.add(prn(TestIssuer.sign(claims, rsa, algorithm)));
        }
        accounts.add(prn(TestIssuer.sign(claims, ec, "ES256")));
        // Without the name of its key, too.
        accounts.add(prn(TestIssuer.sign(claims, "RS256", null, rsa.getPrivateKey(), Map.of())));
        assertEquals(1, accounts.size());
    }

    @Test
    void manyFirstRequestsAtOnceMakeOneAccount() throws Exception {
        String token = token(claims -> claims.setClaim("preferred_username", Api.unique("ada")));
        List<String> accounts = Parallel.run(16, i -> prn(token));
        assertEquals(1, new HashSet<>(accounts).size());
    }

    @Test
    void aTokenForSomebodyElseOrOfSomebodyElseIsRefused() {
        refused(token(claims -> claims.setAudience("another-service")));
        refused(token(claims -> claims.unsetClaim("aud")));
        refused(token(claims -> claims.setAudience(List.of())));
        refused(token(claims -> claims.setIssuer("https://evil.example.com")));
        refused(token(claims -> claims.setIssuer(TestIssuerResource.url() + "/")));
        refused(token(claims -> claims.unsetClaim("iss")));
        prn(token(claims -> claims.setAudience("another-name")));
    }

    @Test
    void aTokenOutOfItsTimeIsRefused() {
        refused(token(claims -> claims.setExpirationTime(TestIssuer.in(-60))));
        refused(token(claims -> claims.unsetClaim("exp")));
        refused(token(claims -> claims.setNotBefore(TestIssuer.in(300))));
        prn(token(claims -> claims.setNotBefore(TestIssuer.in(-1))));
    }

    @Test
    void aTokenWithoutASubjectIsRefused() {
        refused(token(claims -> claims.unsetClaim("sub")));
        refused(token(claims -> claims.setSubject("s".repeat(256))));
        refused(token(claims -> claims.setClaim("sub", 7)));
        refused(token(claims -> claims.setClaim("exp", "tomorrow")));
    }

    @Test
    void anUnsignedTokenIsRefused() {
        JwtClaims claims = TestIssuer.claims(TestIssuerResource.url(), subject);
        refused(TestIssuer.sign(claims, "none", "rsa", null, Map.of()));
        String signed = token();
        refused(signed.substring(0, signed.lastIndexOf('.') + 1));
        refused(signed.substring(0, signed.length() - 8) + "AAAAAAAA");
        String[] parts = signed.split("\\.");
        String other = token(more -> more.setClaim("realm_access", Map.of("roles", List.of("registry-admins"))));
        refused(parts[0] + "." + other.split("\\.")[1] + "." + parts[2]);
    }

    @Test
    void aPublicKeyAsASharedSecretIsRefused() {
        JwtClaims claims = TestIssuer.claims(TestIssuerResource.url(), subject);
        for (byte[] secret : List.of(rsa.getPublicKey().getEncoded(), ec.getPublicKey().getEncoded(),
                rsa.toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8))) {
            for (String id : List.of("rsa", "ec")) {
                refused(TestIssuer.sign(claims, "HS256", id, new HmacKey(secret), Map.of()));
            }
        }
    }

    @Test
    void aKeyThatIsNotTheIssuersIsRefusedHoweverItComes() throws Exception {
        JwtClaims claims = TestIssuer.claims(TestIssuerResource.url(), subject);
        PublicJsonWebKey evil = TestIssuer.rsa("evil");
        refused(TestIssuer.sign(claims, evil, "RS256"));
        refused(TestIssuer.sign(claims, "RS256", "rsa", evil.getPrivateKey(), Map.of()));
        refused(TestIssuer.sign(claims, "RS256", null, evil.getPrivateKey(), Map.of()));
        refused(TestIssuer.sign(claims, "RS256", "evil", evil.getPrivateKey(),
                Map.of("jwk", evil.toParams(OutputControlLevel.PUBLIC_ONLY), "jku", "http://127.0.0.1:1/keys")));
        // The registry's own key is no key of the issuer.
        RSAPrivateCrtKey own = (RSAPrivateCrtKey) KeyUtils.decodePrivateKey(
                Files.readString(TestStorage.directory().resolve("signing-key.pem")));
        refused(TestIssuer.sign(claims, "RS256", null, own, Map.of()));
    }

    @Test
    void theIssuersKeyIsNoKeyOfTheRegistry() {
        User user = Api.user();
        refused(token(claims -> {
            claims.unsetClaim("iss");
            claims.setClaim("id", user.prn().replaceAll(".*/", ""));
            claims.setClaim("prn", user.prn());
            claims.setClaim("type", "USER");
            claims.setClaim("scopes", "all");
            claims.setClaim("gen", 1);
            claims.setClaim("orig_iat", 1);
        }));
        // And what a token of the issuer says of accounts here counts for nothing.
        assertEquals(prn(token()), prn(token(claims -> {
            claims.setClaim("prn", user.prn());
            claims.setClaim("id", user.prn().replaceAll(".*/", ""));
            claims.setClaim("roles", "admin");
        })));
    }

    @Test
    void scopesOfTheTokenCountAndNoneMeansNone() {
        String reader = token(claims -> claims.setClaim("scope", "openid prn:pantahub.com:apis:/base/devices.readonly"));
        Api.as(reader).get("/devices/").then().statusCode(200);
        Api.as(reader).post("/devices/").then().statusCode(403).body("type", equalTo("/problems/insufficient-scope"));
        String writer = token(claims -> claims.setClaim("scope", List.of("devices")));
        Api.as(writer).post("/devices/").then().statusCode(200);
        for (Object nothing : List.of("openid profile", "", List.of(), 7, Map.of("all", true))) {
            String powerless = token(claims -> claims.setClaim("scope", nothing));
            Api.as(powerless).get("/devices/").then().statusCode(403)
                    .body("type", equalTo("/problems/insufficient-scope"));
        }
    }

    @Test
    void onlyTheGroupMakesAnAdministrator() {
        String path = "/auth/accounts?asadmin=yes&limit=1";
        Api.as(token(claims -> claims.setClaim("realm_access", Map.of("roles", List.of("x", "registry-admins")))))
                .get(path).then().statusCode(200).body("$", hasSize(1));
        for (Object other : List.of(List.of("x"), Map.of("roles", List.of("admin")), Map.of("roles", "registry-admins-2"),
                "registry-admins")) {
            Api.as(token(claims -> {
                claims.setClaim("realm_access", other);
                claims.setClaim("groups", List.of("registry-admins"));
                claims.setClaim("roles", "admin");
            })).get(path).then().statusCode(403);
        }
    }

    @Test
    void aTokenOfTheIssuerIsNotRefreshedHereAndSetsNoPassword() {
        Api.as(token()).get("/auth/login").then().statusCode(401).body("detail",
                containsString("get a new one from the issuer"));
        Api.json(Api.as(token()), Map.of("current", "", "password", "x")).post("/auth/password").then().statusCode(403);
        Api.json(Api.as(token()), Map.of("current", "x", "password", "x")).post("/auth/password").then().statusCode(403);
        String nick = Api.as(token()).get("/auth/").path("nick");
        for (String password : List.of("", "x", "null")) {
            Api.login(nick, password).then().statusCode(401);
        }
    }

    @Test
    void aDisabledAccountIsRefused() {
        String token = token();
        String id = prn(token).replaceAll(".*/", "");
        Api.json(Api.admin(), Map.of("disabled", true)).patch("/auth/accounts/" + id).then().statusCode(200);
        refused(token);
        Api.json(Api.admin(), Map.of("disabled", false)).patch("/auth/accounts/" + id).then().statusCode(200);
        prn(token);
    }

    @Test
    void aSubjectThatComesBackAfterItsAccountWasRemovedBeginsAnew() {
        String token = token();
        String prn = prn(token);
        String autoToken = Api.json(Api.as(token), Map.of("nick", "series")).post("/devices/tokens").then().statusCode(200)
                .extract().path("token");
        Api.json(Api.as(token), Map.of("certificate", TestCertificates.authority("CN=Factory").pem()))
                .post("/auth/authorities").then().statusCode(200);
        String device = Api.as(token).post("/devices/").then().statusCode(200).extract().path("id");
        Api.admin().delete("/auth/accounts/" + prn.substring(prn.lastIndexOf('/') + 1) + "?devices=garbage").then()
                .statusCode(200);
        assertEquals(prn, prn(token));
        Api.as(token).get("/devices/tokens").then().statusCode(200).body("$", hasSize(0));
        Api.as(token).get("/auth/authorities").then().statusCode(200).body("$", hasSize(0));
        Api.as(token).get("/devices/").then().statusCode(200).body("$", hasSize(0));
        Api.as(token).get("/devices/" + device).then().statusCode(404);
        Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", autoToken).post("/devices/").then().statusCode(400)
                .body("type", equalTo("/problems/bad-auto-token"));
    }

    @Test
    void whoSignedUpWithSomebodysAddressOrNickBeforeGainsNothing() {
        User squatter = Api.user();
        String token = token(claims -> {
            claims.setClaim("preferred_username", squatter.nick());
            claims.setClaim("email", squatter.email());
            claims.setClaim("email_verified", true);
        });
        Api.as(token).get("/auth/").then().statusCode(200).body("prn", not(equalTo(squatter.prn())))
                .body("nick", not(equalTo(squatter.nick()))).body("email", endsWith("@issuer.invalid"));
        String device = Api.as(token).post("/devices/").then().statusCode(200).extract().path("id");
        squatter.request().get("/devices/" + device).then().statusCode(404);
    }

    @Test
    void anAddressThatTheIssuerHasNotVerifiedIsNotKept() {
        String address = Api.unique("ada") + "@example.com";
        for (Object verified : List.of(false, "true", 1)) {
            Api.as(token(claims -> {
                claims.setSubject(Api.unique("subject"));
                claims.setClaim("email", address);
                claims.setClaim("email_verified", verified);
            })).get("/auth/").then().statusCode(200).body("email", endsWith("@issuer.invalid"));
        }
    }

    @Test
    void namesThatAreNoNicksAreMadeSo() {
        for (String name : List.of("Ada Lovelace", "ada@example.com", "\u00e4\u00f6", "x", "0123456789abcdef01234567",
                "$where", "a".repeat(500))) {
            Api.as(token(claims -> {
                claims.setSubject(Api.unique("subject"));
                claims.setClaim("preferred_username", name);
            })).get("/auth/").then().statusCode(200);
        }
    }

    @Test
    void loginsHereGoOnAsBefore() {
        User user = Api.user();
        user.request().get("/auth/").then().statusCode(200).body("prn", equalTo(user.prn()));
        Api.ownedBy(user).request().get("/auth/login").then().statusCode(200);
        for (String garbled : List.of("x", "a.b.c", "a.b.c.d.e", ".".repeat(100), token() + "x", token().substring(1))) {
            refused(garbled);
        }
    }

    @Test
    void aClaimOfAnyTypeIsNeverAFault() {
        for (String name : List.of("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "scope", "groups", "email",
                "email_verified", "preferred_username", "realm_access")) {
            for (Object value : TestTokens.WRONG_VALUES) {
                TestTokens.assertNoFault(name + " " + value, token(claims -> claims.setClaim(name, value)));
            }
            TestTokens.assertNoFault(name, token(claims -> claims.unsetClaim(name)));
        }
    }

    @Test
    void aMemberOfTheHeaderOfAnyTypeIsNeverAFault() {
        String[] signed = token().split("\\.");
        for (String name : List.of("kid", "alg", "typ", "cty", "crit", "b64", "zip", "enc", "jwk", "x5t", "x5c", "jku",
                "p2c")) {
            for (Object value : TestTokens.WRONG_VALUES) {
                Map<String, Object> header = new HashMap<>(Map.of("alg", "RS256", "kid", "rsa"));
                header.put(name, value);
                String encoded = Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(JsonUtil.toJson(header).getBytes(StandardCharsets.UTF_8));
                refusedAtOnce(name + " " + value, encoded + "." + signed[1] + "." + signed[2]);
                refusedAtOnce(name + " " + value, encoded + "." + signed[1] + ".");
                refusedAtOnce(name + " " + value, encoded + "." + signed[1] + "." + signed[2] + ".AAAA.AAAA");
            }
        }
    }

    private static void refusedAtOnce(String what, String token) {
        assertEquals(401, Api.as(token).get("/auth/auth_status").statusCode(), what);
    }

    @Test
    void halfASurrogatePairIsNoSubject() {
        refused(token(claims -> claims.setSubject("\ud800" + subject)));
        refused(token(claims -> claims.setSubject(" ")));
    }
}
