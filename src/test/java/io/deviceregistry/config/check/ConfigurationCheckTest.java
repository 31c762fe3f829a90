package io.deviceregistry.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class ConfigurationCheckTest {

    @Test
    void nothingGivenIsRight() {
        assertEquals(List.of(), faults(Map.of(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"registry.accounts.sign-up, registry.accounts.signup", "registry.acounts.signup, registry.accounts.signup",
            "registry.signup, registry.accounts.signup", "registry.auth.tokenLifetime, registry.auth.token-lifetime",
            "registry.accounts.self-registration, registry.devices.self-registration",
            "registry.trusted-proxy, registry.trusted-proxies", "registry.rate-limit.enabled[0], registry.rate-limit.enabled",
            "registry.metrics.token.value, registry.metrics.token", "registry.Accounts.signup, registry.accounts.signup"})
    void anUnknownKeyIsAnsweredWithTheNearestKnownOne(String unknown, String nearest) {
        List<String> faults = faults(Map.of(unknown, "s3cret"), Map.of());
        assertEquals(List.of(unknown + ": unknown configuration key; the nearest known one is " + nearest), faults);
    }

    @ParameterizedTest
    @CsvSource({"REGISTRY_ACCOUNTS_SIGN_UP, REGISTRY_ACCOUNTS_SIGNUP", "REGISTRY_TRUSTED_PROXY, REGISTRY_TRUSTED_PROXIES",
            "REGISTRY_METRIC_PORT, REGISTRY_METRICS_PORT", "registry_accounts_singup, REGISTRY_ACCOUNTS_SIGNUP",
            "REGISTRY_RATE_LIMIT_ENABLE, REGISTRY_RATE_LIMIT_ENABLED"})
    void soIsAnUnknownEnvironmentVariable(String unknown, String nearest) {
        List<String> faults = faults(Map.of(), Map.of(unknown, "9000"));
        assertEquals(List.of(unknown + ": unknown configuration key; the nearest known one is " + nearest), faults);
    }

    @ParameterizedTest
    @CsvSource({"REGISTRY_PORT, tcp://10.0.0.1:12365", "REGISTRY_PORT, 12365", "REGISTRY_SERVICE_HOST, 10.0.0.1",
            "REGISTRY_SERVICE_PORT_HTTP, 12365", "REGISTRY_PORT_12365_TCP_ADDR, 10.0.0.1",
            "REGISTRY_DB_SERVICE_HOST, 10.0.0.1", "REGISTRY_DB_PORT, tcp://10.0.0.1:27017",
            "REGISTRY_DB_PORT_27017_TCP, tcp://10.0.0.1:27017", "REGISTRY, http://localhost", "REGISTRYX_A, b",
            "registry.accounts.signup, closed", "REGISTRY_METRICS_HIDDEN_0_, go_.*"})
    void variablesOfThePlatformAndOfOthersAreLeftAlone(String variable, String value) {
        assertEquals(List.of(), faults(Map.of(), Map.of(variable, value)));
    }

    @Test
    void keysOfOtherProfilesAndOtherPrograms() {
        assertEquals(List.of(),
                faults(Map.of("%dev.registry.nonsense", "a", "registryx.a", "b", "quarkus.http.port", "1"), Map.of()));
        assertEquals(1, faults(Map.of("%prod.registry.nonsense", "a"), Map.of()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.auth.token-lifetime=-5m", "registry.auth.token-lifetime=0s",
            "registry.auth.token-lifetime=31d",
            "registry.auth.token-lifetime=soon", "registry.auth.refresh-lifetime=9999999999999999999d",
            "registry.limits.body-time=0s", "registry.limits.body-time=PT-1S", "registry.limits.body-time=1d",
            "registry.limits.request-body=-1", "registry.limits.request-body=0", "registry.limits.request-body=1X",
            "registry.limits.request-body=1G", "registry.limits.bodies-in-flight=0", "registry.limits.nesting=3",
            "registry.limits.nesting=91", "registry.limits.nesting=4.5", "registry.limits.labels=99999999999",
            "registry.metrics.enabled=flase", "registry.rate-limit.enabled=1", "registry.metrics.port=0",
            "registry.metrics.port=65536",
            "registry.metrics.hidden=(", "registry.metrics.hidden=a,*", "registry.metrics.refresh=1ms",
            "registry.auth.base-url=registry.example.com", "registry.auth.base-url=//registry.example.com",
            "registry.auth.base-url=ftp://registry.example.com", "registry.auth.base-url=https:/registry",
            "registry.auth.base-url=https://a/?b=c", "registry.auth.base-url=https://a b/",
            "registry.auth.base-url=https://a/#b",
            "registry.oidc.issuer=login", "registry.oidc.jwks-uri=/keys", "registry.oidc.accounts=merge",
            "registry.oidc.default-scopes=devices everything", "registry.trusted-proxies=foo bar",
            "registry.trusted-proxies=localhost",
            "registry.trusted-proxies=10.0.0.0/33", "registry.trusted-proxies=10.0.0.1,proxy",
            "registry.trusted-proxies=10.0.0.256",
            "registry.rate-limit.logins-per-address=0/1m", "registry.rate-limit.logins-per-address=5",
            "registry.rate-limit.logins-per-address=5/1ms", "registry.rate-limit.remembered=10",
            "registry.accounts.signup=close",
            "registry.accounts.signup=", "registry.devices.self-registration=false", "registry.admin.nick=A b",
            "registry.admin.email=x",
            "registry.storage.path=", "registry.storage.timeout=1ms", "registry.listing.default-limit=2000",
            "registry.listing.default-limit=0", "registry.passwords.cost=3", "registry.trusted-proxies-header=all",
            "registry.limits.read-time=0s", "registry.metrics.port=12365",
            "quarkus.http.ssl.certificate.files=/nowhere/tls.crt",
            "registry.auth.base-url=${nowhere}"})
    void aValueThatIsNotAllowedIsNamedWithItsKeyAndWithWhatIs(String assignment) {
        int equals = assignment.indexOf('=');
        String key = assignment.substring(0, equals);
        List<String> faults = faults(Map.of(key, assignment.substring(equals + 1)), Map.of());
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith(key), faults.get(0));
        assertTrue(assignment.contains("$") || assignment.endsWith("=") || faults.get(0).startsWith(assignment), faults.get(0));
        assertTrue(assignment.contains("$") || faults.get(0).contains("must be "), faults.get(0));
        List<String> fromEnvironment = faults(Map.of(),
                Map.of(ConfigurationKeys.variable(key), assignment.substring(equals + 1)));
        assertEquals(faults, fromEnvironment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.auth.token-lifetime=PT1H", "registry.auth.token-lifetime=90",
            "registry.storage.timeout=1500MS",
            "registry.limits.request-body=1048576", "registry.limits.request-body= 2M ", "registry.metrics.enabled=FALSE",
            "registry.auth.base-url=https://registry.example.com:8443/devices/", "registry.auth.base-url=",
            "registry.auth.base-url=http://[::1]:12365",
            "registry.oidc.jwks-uri=https://login.example.com/keys?app=1",
            "registry.oidc.default-scopes=devices.readonly metrics.readonly",
            "registry.trusted-proxies=10.0.0.5, 10.1.0.0/16,::1,2001:db8::/32", "registry.metrics.hidden=go_.*,jvm_(a|b)",
            "registry.rate-limit.logins-per-address= 5 / 1m", "registry.accounts.signup=CLOSED", "registry.admin.password=",
            "registry.auth.verification-keys=/a.pem,/b.pem", "registry.metrics.hidden[0]=go_.*"})
    void allowedValuesAreTaken(String assignment) {
        int equals = assignment.indexOf('=');
        assertEquals(List.of(), faults(Map.of(assignment.substring(0, equals), assignment.substring(equals + 1)), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:27017", "mongodb://", "mongodb:/host", "mongodb://user:s3cret@@host/", "http://s3cret",
            "mongodb://user:s3cret/x@host", "mongodb://host:s3cret"})
    void aBadDatabaseUriIsNotRepeatedBecauseItMayHoldAPassword(String uri) {
        List<String> faults = faults(Map.of("quarkus.mongodb.connection-string", uri), Map.of());
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith("quarkus.mongodb.connection-string: must be a MongoDB URI"), faults.get(0));
        assertFalse(faults.get(0).contains("s3cret"), faults.get(0));
    }

    @Test
    void anIssuerNeedsAnAudienceAndASecureUrl() {
        Map<String, String> right = Map.of("registry.oidc.issuer", "https://login.example.com/realms/fleet",
                "registry.oidc.audience",
                "registry");
        assertEquals(List.of(), faults(right, Map.of()));
        Map<String, String> wrong = Map.of("registry.oidc.issuer", "http://login.example.com");
        assertEquals(2, faults(wrong, Map.of()).size());
    }

    @Test
    void goodDatabaseUrisAreTaken() {
        for (String uri : List.of("", "mongodb://a,b:27018/?replicaSet=rs0", "mongodb://user:p%40ss@host/db",
                "mongodb+srv://host")) {
            assertEquals(List.of(), faults(Map.of("quarkus.mongodb.connection-string", uri), Map.of()));
        }
    }

    @Test
    void allFaultsAreToldAtOnceEachOnALineOfItsOwn() {
        List<String> faults = faults(
                Map.of("registry.a", "b", "registry.limits.nesting", "x\ny", "registry.limits.labels", "-1"),
                Map.of("REGISTRY_B", "c"));
        assertEquals(4, faults.size(), faults.toString());
        assertTrue(faults.stream().noneMatch(fault -> fault.contains("\n")), faults.toString());
    }

    private static List<String> faults(Map<String, String> properties, Map<String, String> environment) {
        return new ConfigurationCheck(new SmallRyeConfigBuilder().withCustomizers(new QuarkusConfigBuilderCustomizer())
                .addDefaultInterceptors().withProfile("prod").withSources(new PropertiesConfigSource(properties, "test", 500))
                .withSources(new EnvConfigSource(environment, 300)).build()).run();
    }
}
