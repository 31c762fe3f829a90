package io.deviceregistry.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class SecurityHeadersTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nope", "/devices/", "/devices//", "/auth/login", "/healthz/", "/metrics/", "/problems",
            "/q/health", "/q/openapi", "/.well-known/jwks.json"})
    void everyAnswerTellsBrowsersThatItIsNoPage(String path) {
        Response answer = Api.anonymous().get(path);
        answer.then().header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nope", "/devices/", "/healthz/", "/metrics/", "/q/openapi"})
    void nothingTellsWhatIsRunningHere(String path) {
        Map<String, String> headers = Api.anonymous().get(path).headers().asList().stream()
                .collect(Collectors.toMap(header -> header.getName().toLowerCase(java.util.Locale.ROOT),
                        header -> header.getValue(), (one, other) -> one));
        assertThat(headers, not(hasKey("server")));
        assertThat(headers, not(hasKey("x-powered-by")));
        assertThat(headers.toString().toLowerCase(java.util.Locale.ROOT), not(containsString("quarkus")));
    }

    @Test
    void thePageOfTheApiWorksAndCannotBeFramed() {
        Api.anonymous().get("/q/swagger-ui/").then().statusCode(200)
                .header("Content-Security-Policy", "frame-ancestors 'none'").body(containsString("swagger"));
    }

    @Test
    void otherSitesMayNotCall() {
        Api.anonymous().header("Origin", "https://evil.example").header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization").options("/auth/login").then()
                .header("Access-Control-Allow-Origin", nullValue()).header("Access-Control-Allow-Methods", nullValue())
                .header("Access-Control-Allow-Headers", nullValue());
        Api.anonymous().header("Origin", "https://evil.example").get("/healthz/").then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void nobodyKeepsAnAnswerThatHoldsASecret() {
        User owner = Api.user();
        Response registered = Api.anonymous().post("/devices/");
        RegisteredDevice device = Api.registered(registered);
        registered.then().header("Cache-Control", "no-store");
        Api.login(owner.nick(), owner.password()).then().header("Cache-Control", "no-store");
        owner.request().get("/auth/login").then().header("Cache-Control", "no-store");
        owner.request().post("/devices/tokens").then().header("Cache-Control", "no-store");
        device.request().get("/devices/" + device.id()).then().header("Cache-Control", "no-store")
                .body("challenge", equalTo(device.challenge()));
        owner.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()).then().statusCode(200);
        device.request().get("/devices/" + device.id()).then().header("Cache-Control", "private, no-cache")
                .body("challenge", nullValue());
    }
}
