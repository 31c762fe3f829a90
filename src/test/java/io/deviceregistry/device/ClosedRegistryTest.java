package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** With registry.accounts.signup=closed and registry.devices.self-registration=closed. */
@QuarkusTest
@WithTestResource(TestStorage.class)
@TestProfile(ClosedRegistryTest.Profile.class)
class ClosedRegistryTest {

    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("registry.accounts.signup", "closed", "registry.devices.self-registration", "closed");
        }
    }

    private static Response signUp(RequestSpecification request, String nick) {
        return Api.json(request, Map.of("nick", nick, "email", nick + "@example.com", "password", "p"))
                .post("/auth/accounts");
    }

    /** The token of a new account, which an administrator made. */
    private static String member() {
        String nick = Api.unique("u");
        signUp(Api.admin(), nick).then().statusCode(200).body("nick", equalTo(nick));
        return Api.token(nick, "p");
    }

    @Test
    void onlyAnAdministratorMakesAccounts() {
        String nick = Api.unique("u");
        signUp(Api.anonymous(), nick).then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        signUp(Api.as(member()), nick).then().statusCode(403);
        signUp(Api.admin(), nick).then().statusCode(200);
        signUp(Api.admin(), nick).then().statusCode(412);
    }

    @Test
    void whileClosedASignUpDoesNotTellWhichNicksAreTaken() {
        signUp(Api.anonymous(), "admin").then().statusCode(403);
        Api.anonymous().post("/auth/accounts").then().statusCode(403);
    }

    @Test
    void onlyOwnersRegisterDevices() {
        String owner = member();
        Api.anonymous().post("/devices/").then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        String token = Api.json(Api.as(owner), "{}").post("/devices/tokens").path("token");
        Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/").then().statusCode(403);
        Api.as(owner).post("/devices/").then().statusCode(200).body("secret", notNullValue());
    }
}
