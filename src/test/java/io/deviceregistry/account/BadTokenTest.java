package io.deviceregistry.account;

import static org.hamcrest.Matchers.equalTo;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.deviceregistry.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestStorage.class)
class BadTokenTest {

    private static java.security.interfaces.RSAPrivateCrtKey key() throws Exception {
        String pem = java.nio.file.Files.readString(TestStorage.directory().resolve("signing-key.pem"));
        return (java.security.interfaces.RSAPrivateCrtKey) io.smallrye.jwt.util.KeyUtils.decodePrivateKey(pem);
    }

    private static org.jose4j.jwt.JwtClaims claims(User user, long age) {
        long now = System.currentTimeMillis() / 1000;
        org.jose4j.jwt.JwtClaims claims = new org.jose4j.jwt.JwtClaims();
        claims.setClaim("id", user.prn().replaceAll(".*/", ""));
        claims.setClaim("prn", user.prn());
        claims.setClaim("nick", user.nick());
        claims.setClaim("roles", "user");
        claims.setClaim("type", "USER");
        claims.setClaim("scopes", "prn:pantahub.com:apis:/base/all");
        claims.setClaim("gen", 1);
        claims.setClaim("orig_iat", now - age);
        claims.setIssuedAt(org.jose4j.jwt.NumericDate.fromSeconds(now - age));
        claims.setExpirationTime(org.jose4j.jwt.NumericDate.fromSeconds(now + 600));
        return claims;
    }

    private static String sign(org.jose4j.jwt.JwtClaims claims, String algorithm, java.security.Key key) throws Exception {
        org.jose4j.jws.JsonWebSignature jws = new org.jose4j.jws.JsonWebSignature();
        jws.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKey(key);
        return jws.getCompactSerialization();
    }

    private static void refused(String token) {
        Api.as(token).get("/auth/auth_status").then().statusCode(401).contentType("application/problem+json")
                .body("type", equalTo("/problems/unauthenticated"));
        Api.as(token).post("/devices/").then().statusCode(401);
    }

    @Test
    void aTokenSignedByTheServicesKeyIsTaken() throws Exception {
        User user = Api.user();
        Api.as(sign(claims(user, 0), "RS256", key())).get("/auth/auth_status").then().statusCode(200);
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        org.jose4j.jwt.JwtClaims claims = claims(Api.user(), 7200);
        claims.setExpirationTime(org.jose4j.jwt.NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 1));
        refused(sign(claims, "RS256", key()));
    }

    @Test
    void aLoginTooLongAgoIsNotRefreshed() throws Exception {
        User user = Api.user();
        Api.as(sign(claims(user, 86_300), "RS256", key())).get("/auth/login").then().statusCode(200);
        Api.as(sign(claims(user, 86_500), "RS256", key())).get("/auth/login").then().statusCode(401);
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        refused(sign(claims(Api.user(), 0), "RS256", generator.generateKeyPair().getPrivate()));
    }

    @Test
    void noAlgorithmIsRefused() throws Exception {
        refused(sign(claims(Api.user(), 0), "none", null));
    }

    @Test
    void thePublicKeyAsASharedSecretIsRefused() throws Exception {
        java.security.interfaces.RSAPrivateCrtKey key = key();
        byte[] publicKey = java.security.KeyFactory.getInstance("RSA").generatePublic(
                new java.security.spec.RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())).getEncoded();
        refused(sign(claims(Api.user(), 0), "HS256", new org.jose4j.keys.HmacKey(publicKey)));
    }

    @Test
    void anotherGenerationOrAGarbledTokenIsRefused() throws Exception {
        User user = Api.user();
        org.jose4j.jwt.JwtClaims claims = claims(user, 0);
        claims.setClaim("gen", 0);
        refused(sign(claims, "RS256", key()));
        claims.setClaim("type", "SERVICE");
        refused(sign(claims, "RS256", key()));
        claims.unsetClaim("prn");
        refused(sign(claims, "RS256", key()));
        for (String garbled : List.of("x", "a.b.c", user.token() + "x", user.token().substring(1), ".".repeat(100))) {
            refused(garbled);
        }
    }

    /** Signed by the service's own key, as if by another version of it. */
    @Test
    void aClaimThatIsMissingOrOfAnotherTypeIsRefusedAndNeverAFault() throws Exception {
        User user = Api.user();
        for (String name : List.of("id", "prn", "roles", "type", "scopes", "gen", "orig_iat", "exp", "iat", "nick", "via",
                "owner", "iss", "sub", "aud", "nbf", "jti")) {
            for (Object value : TestTokens.WRONG_VALUES) {
                org.jose4j.jwt.JwtClaims claims = claims(user, 0);
                claims.setClaim(name, value);
                TestTokens.assertNoFault(name + " " + value, sign(claims, "RS256", key()));
            }
        }
        for (String name : List.of("id", "prn", "roles", "type", "scopes", "gen", "orig_iat", "exp")) {
            org.jose4j.jwt.JwtClaims claims = claims(user, 0);
            claims.unsetClaim(name);
            refused(sign(claims, "RS256", key()));
        }
    }

    @Test
    void claimsThatContradictEachOtherAreRefused() throws Exception {
        User user = Api.user();
        org.jose4j.jwt.JwtClaims claims = claims(user, 0);
        claims.setClaim("prn", Api.user().prn());
        refused(sign(claims, "RS256", key()));
        claims = claims(user, 0);
        claims.setClaim("gen", (1L << 32) + 1);
        refused(sign(claims, "RS256", key()));
    }
}
