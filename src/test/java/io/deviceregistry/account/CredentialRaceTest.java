package io.deviceregistry.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.Parallel;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

/** A change of a password or secret replaces the one that it was decided on, and no later one. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class CredentialRaceTest {

    private static final int ROUNDS = 20;

    @Test
    void theResetOfAnAdministratorOutlastsAChangeInFlight() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            User user = Api.user();
            RequestSpecification change = Api.json(user.request(), Map.of("current", user.password(), "password", "changed"));
            RequestSpecification reset = Api.json(Api.admin(), Map.of("password", "reset"));
            List<Integer> statuses = Parallel.run(2, i -> (i == 0
                    ? change.post("/auth/password")
                    : reset.patch("/auth/accounts/" + user.nick())).statusCode());
            assertThat(statuses.get(0), is(oneOf(200, 401, 403, 409)));
            assertEquals(200, statuses.get(1));
            Api.login(user.nick(), "reset").then().statusCode(200);
            Api.login(user.nick(), "changed").then().statusCode(401);
        }
    }

    @Test
    void theSecretThatTheOwnerSetsOutlastsAChangeOfTheDeviceInFlight() throws Exception {
        User owner = Api.shared("has devices");
        for (int round = 0; round < ROUNDS; round++) {
            RegisteredDevice device = Api.ownedBy(owner);
            String path = "/devices/" + device.id();
            RequestSpecification byDevice = Api.json(device.request(), Map.of("secret", "of the device"));
            RequestSpecification byOwner = Api.json(owner.request(), Map.of("secret", "of the owner"));
            List<Integer> statuses = Parallel.run(2, i -> (i == 0 ? byDevice : byOwner).put(path).statusCode());
            assertThat(statuses.get(0), is(oneOf(200, 401, 404, 409)));
            assertThat(statuses.get(1), is(oneOf(200, 409)));
            if (statuses.get(1) == 409) {
                assertEquals(200, statuses.get(0), "only another change stands in the owner's way");
                byOwner.put(path).then().statusCode(200);
            }
            Api.login(device.prn(), "of the owner").then().statusCode(200);
            Api.login(device.prn(), "of the device").then().statusCode(401);
        }
    }

    @Test
    void anAdministratorsTokenOfANarrowScopeListsNoAccounts() {
        String narrow = Api.json(Api.anonymous(),
                Map.of("username", "admin", "password", TestStorage.ADMIN_PASSWORD, "scope", "metrics.readonly"))
                .post("/auth/login").then().statusCode(200).extract().path("token");
        Api.as(narrow).get("/auth/accounts?asadmin=yes").then().statusCode(403)
                .body("type", equalTo("/problems/insufficient-scope"));
        Api.as(narrow).get("/auth/accounts").then().statusCode(403);
    }

    @Test
    void anAutoAssignTokenEndsWithItsAccount() {
        User owner = Api.user();
        String token = Api.json(owner.request(), Map.of("nick", "series")).post("/devices/tokens").then().statusCode(200)
                .extract()
                .path("token");
        Api.admin().delete("/auth/accounts/" + owner.nick()).then().statusCode(200);
        Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/").then().statusCode(400)
                .body("type", equalTo("/problems/bad-auto-token"));
    }
}
