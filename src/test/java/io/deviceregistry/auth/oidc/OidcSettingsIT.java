package io.deviceregistry.auth.oidc;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.deviceregistry.TestIssuer;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** The other ways to configure an issuer, and an issuer that is not there when the service starts. */
@Execution(ExecutionMode.CONCURRENT)
class OidcSettingsIT {

    @TempDir
    Path directory;

    private final PublicJsonWebKey key = TestIssuer.rsa("key");

    private PackagedService start(TestIssuer issuer, Map<String, String> more) throws Exception {
        Map<String, String> configuration = new HashMap<>(Map.of("registry.oidc.issuer", issuer.url().toString(),
                "registry.oidc.audience", TestIssuer.AUDIENCE));
        configuration.putAll(more);
        return PackagedService.start(directory, configuration);
    }

    private String token(TestIssuer issuer, String subject, String email, boolean verified) {
        JwtClaims claims = issuer.claims(subject);
        claims.setClaim("email", email);
        claims.setClaim("email_verified", verified);
        claims.setClaim("scope", "openid");
        return TestIssuer.sign(claims, key, "RS256");
    }

    private static ValidatableResponse get(PackagedService service, String token) {
        return service.request().header("Authorization", "Bearer " + token).get("/devices/").then();
    }

    private static String signUp(PackagedService service, String nick) {
        String email = nick + "@example.com";
        service.request().contentType(ContentType.JSON)
                .body(Map.of("email", email, "nick", nick, "password", "password of " + nick)).post("/auth/accounts").then()
                .statusCode(200);
        return email;
    }

    @Test
    void subjectsAreLinkedToAccountsByVerifiedAddresses() throws Exception {
        try (TestIssuer issuer = new TestIssuer(key);
                PackagedService service = start(issuer, Map.of("registry.oidc.accounts", "link",
                        "registry.oidc.default-scopes", "devices.readonly", "registry.oidc.jwks-uri",
                        issuer.url() + "/keys"))) {
            String ada = signUp(service, "ada");
            String bob = signUp(service, "bob");
            get(service, token(issuer, "1", ada, false)).statusCode(403);
            get(service, token(issuer, "1", "nobody@example.com", true)).statusCode(403);
            get(service, token(issuer, "1", ada.toUpperCase(), true)).statusCode(200);
            service.request().header("Authorization", "Bearer " + token(issuer, "1", ada, true))
                    .get("/auth/auth_status").then().statusCode(200).body("nick", equalTo("ada"));
            // The address now belongs to that subject, whomever the issuer gives it later.
            get(service, token(issuer, "2", ada, true)).statusCode(403);
            get(service, token(issuer, "2", bob, true)).statusCode(200);
            get(service, token(issuer, "1", ada, true)).statusCode(200);
        }
    }

    @Test
    void anIssuerThatIsAwayMakesNobodyWaitAndIsFoundWhenItIsBack() throws Exception {
        try (TestIssuer issuer = new TestIssuer(key)) {
            issuer.setMood(TestIssuer.Mood.HANGS);
            try (PackagedService service = start(issuer, Map.of("registry.oidc.default-scopes", "all"))) {
                String token = token(issuer, "1", "ada@example.com", true);
                get(service, token).statusCode(503).header("Retry-After", notNullValue())
                        .body("type", equalTo("/problems/unavailable"))
                        .body("detail", equalTo("The issuer of the access token does not answer"));
                Duration fastest = Patience.fastest(() -> get(service, token).statusCode(503));
                assertTrue(fastest.compareTo(Duration.ofSeconds(1)) < 0, fastest::toString);
                signUp(service, "ada");
                service.await("/q/health/ready", 200);
                issuer.setMood(TestIssuer.Mood.ANSWERS);
                Patience.await(() -> get(service, token).extract().statusCode() != 503, "the issuer is not found");
                get(service, token).statusCode(200);
                service.awaitLog("cannot be fetched");
            }
        }
    }

    @Test
    void anIssuerWithoutAnAudienceOrWithoutTlsEndsTheStart() throws Exception {
        PackagedService noAudience = PackagedService.launch(directory,
                Map.of("registry.oidc.issuer", "https://login.example.com"));
        assertEquals(1, noAudience.awaitExit());
        assertThat(noAudience.log(), containsString("registry.oidc.audience: must be given"));
        PackagedService noTls = PackagedService.launch(directory,
                Map.of("registry.oidc.issuer", "http://login.example.com", "registry.oidc.audience", "x"));
        assertEquals(1, noTls.awaitExit());
        assertThat(noTls.log(), containsString("registry.oidc.issuer=http://login.example.com: must be an https URL"));
    }
}
