package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Attempts that a filter or the reader of bodies rejects count like those that a service decides, and each counts once. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class DeviceAttemptMetricsTest {

    private static final String REGISTRATIONS = "registry_registrations_total";
    private static final String CLAIMS = "registry_claims_total";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void aRegistrationThatIsRejectedEarlyCounts() {
        User owner = Api.user();
        assertCounts(REGISTRATIONS, "device", "200", () -> Api.selfRegistered());
        assertCounts(REGISTRATIONS, "owner", "200", () -> Api.ownedBy(owner));
        assertCounts(REGISTRATIONS, "owner", "401",
                () -> Api.json(Api.as("not.a.token"), "{}").post("/devices/").then().statusCode(401));
        assertCounts(REGISTRATIONS, "owner", "400",
                () -> Api.json(owner.request(), "{\"nick\":").post("/devices/").then().statusCode(400));
        assertCounts(REGISTRATIONS, "device", "400",
                () -> Api.json(Api.anonymous(), "{}").post("/devices/?unknown=1").then().statusCode(400));
        assertCounts(REGISTRATIONS, "token", "400", () -> Api.json(Api.anonymous(), "{\"nick\":")
                .header("Pantahub-Devices-Auto-Token-V1", "any").post("/devices/").then().statusCode(400));
    }

    @Test
    void aClaimThatIsRejectedEarlyCounts() {
        User owner = Api.user();
        RegisteredDevice device = Api.selfRegistered();
        String claim = "/devices/" + device.id() + "?challenge=" + device.challenge();
        assertCounts(CLAIMS, "401", () -> Api.anonymous().put(claim).then().statusCode(401));
        assertCounts(CLAIMS, "400", () -> Api.json(owner.request(), "{}").put(claim).then().statusCode(400));
        assertCounts(CLAIMS, "400", () -> owner.request().put(claim + "&unknown=1").then().statusCode(400));
        assertCounts(CLAIMS, "200", () -> owner.request().put(claim).then().statusCode(200));
    }

    @Test
    void anEditIsNoClaim() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        double before = Scrape.of(Api.anonymous()).sum(CLAIMS);
        Api.json(owner.request(), "{\"public\": true}").put("/devices/" + device.id()).then().statusCode(200);
        assertCounts(REGISTRATIONS, "device", "200", () -> Api.selfRegistered());
        assertEquals(before, Scrape.of(Api.anonymous()).sum(CLAIMS));
    }

    private static void assertCounts(String name, String kind, String status, Runnable attempt) {
        assertCountsOne(name, attempt, "kind", kind, "status_code", status);
    }

    private static void assertCounts(String name, String status, Runnable attempt) {
        assertCountsOne(name, attempt, "status_code", status);
    }

    /** The answer is there before the service has counted it. */
    private static void assertCountsOne(String name, Runnable attempt, String... labels) {
        Scrape before = Scrape.of(Api.anonymous());
        attempt.run();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Scrape after = Scrape.of(Api.anonymous());
        while (after.sum(name) == before.sum(name)) {
            assertTrue(System.nanoTime() < deadline, () -> name + " did not grow");
            after = Scrape.of(Api.anonymous());
        }
        assertEquals(1, after.sum(name) - before.sum(name), name);
        assertEquals(1, after.sum(name, labels) - before.sum(name, labels), name + " " + String.join(" ", labels));
    }
}
